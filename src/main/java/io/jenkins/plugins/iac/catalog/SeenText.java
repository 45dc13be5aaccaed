package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Unseen;
import java.util.OptionalInt;

/**
 * Holds a text against what a person who reviews it sees ({@link Unseen}): what ends a line for YAML and not for editors and
 * reviews, so that a setting hides behind a comment; what turns the direction of text round; what is not shown at all, so that
 * two names look like one. They are refused wherever they stand. Escapes in double quotes say the same for everybody to see.
 */
final class SeenText {
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final char NEXT_LINE = '\u0085';

    private SeenText() {}

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

    /**
     * Whether there is such a character in a value that came without its document, from a form or from Configuration as Code:
     * nobody can tell whether it stood there as an escape. It is reported.
     */
    static boolean refuses(Tree.Scalar scalar, Path path, Findings findings) {
        OptionalInt code = scalar.line() == 0 ? first(scalar.text()) : OptionalInt.empty();
        code.ifPresent(c -> findings.error(
                scalar,
                path,
                name(c) + ", which nobody sees",
                "text that reads as it looks",
                "remove it; in a condition it can be written as an escape of CEL"));
        return code.isPresent();
    }

    /** The first one in a text. */
    static OptionalInt first(String text) {
        return text.codePoints().filter(SeenText::isUnseen).findFirst();
    }

    /** What YAML itself refuses is left to it. */
    private static boolean isUnseen(int code) {
        return code >= NEXT_LINE && Unseen.contains(code);
    }

    /** As everybody can look it up. */
    private static String name(int code) {
        return "U+%04X".formatted(code);
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
        boolean endsALine = code == NEXT_LINE || code == '\u2028' || code == '\u2029';
        return Findings.sentence(
                name(code) + (endsALine ? ", which ends a line here and not in a review" : ", which nobody sees"),
                "text that reads as it looks",
                "remove it, or write it as an escape in double quotes");
    }
}
