package io.jenkins.plugins.iac.catalog;

import java.util.OptionalInt;

/**
 * Characters because of which a person who reviews a document sees another one than is read: what ends a line for YAML and
 * not for editors and reviews, so that a setting hides behind a comment; what turns the direction of text round; what is not
 * shown at all, so that two names look like one. They are refused wherever they stand. Escapes in double quotes say the same
 * for everybody to see.
 */
final class Unseen {
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final char NEXT_LINE = '\u0085';
    private static final char LINE_SEPARATOR = '\u2028';
    private static final char PARAGRAPH_SEPARATOR = '\u2029';

    private Unseen() {}

    /** Reports each of them with its place, as editors count. */
    static void check(String text, Findings findings) {
        int line = 1;
        int lineStart = 0;
        int wide = 0;
        for (int at = text.startsWith("\ufeff") ? 1 : 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                lineStart = at + 1;
                wide = 0;
            } else if (c >= NEXT_LINE || c == '\r') {
                int code = text.codePointAt(at);
                if (isUnseen(code) || c == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n')) {
                    findings.error(line, at - lineStart - wide + 1, Path.ROOT, message(code));
                }
                if (code > Character.MAX_VALUE) {
                    at++;
                    wide++;
                }
            }
        }
    }

    /** The first one in a text that came without its document. */
    static OptionalInt first(String text) {
        return text.codePoints().filter(Unseen::isUnseen).findFirst();
    }

    /** Its name, as everybody can look it up. */
    static String name(int code) {
        return "U+%04X".formatted(code);
    }

    private static boolean isUnseen(int code) {
        return endsALine(code) || code > NEXT_LINE && Character.getType(code) == Character.FORMAT;
    }

    private static boolean endsALine(int code) {
        return code == NEXT_LINE || code == LINE_SEPARATOR || code == PARAGRAPH_SEPARATOR;
    }

    private static String message(int code) {
        if (code == '\r') {
            return Findings.sentence(
                    "a carriage return without a line feed, which ends a line here and not in a review",
                    "lines that end with a line feed",
                    "convert the ends of the lines");
        }
        if (code == BYTE_ORDER_MARK) {
            return Findings.sentence("a byte order mark within the text", "one at its beginning or none", "remove it");
        }
        return Findings.sentence(
                name(code) + (endsALine(code) ? ", which ends a line here and not in a review" : ", which nobody sees"),
                "text that reads as it looks",
                "remove it, or write it as an escape in double quotes");
    }
}
