package io.jenkins.plugins.iac.report;

import io.jenkins.plugins.iac.model.Unseen;
import java.util.Locale;

/**
 * Makes texts of others harmless where they are shown. In every form, control characters and those that turn the direction
 * of writing (by which {@code prod} can be made to look like {@code dorp}) or are not seen at all (by which two names can be
 * made to look like one) are shown as {@code \\u202e} instead of done.
 */
public final class Escape {
    /** Keeps a mention or a link from being one, and is not seen. */
    private static final char JOINER = '\u2060';

    private static final String MARKDOWN = "\\`*_[]<>!|~&$";

    private Escape() {}

    /** For HTML text and for values of attributes in double quotes. */
    static String html(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        visible(text).chars().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append((char) c);
            }
        });
        return out.toString();
    }

    /** For running text in Markdown: no markup, no link, no mention. */
    static String markdown(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        String safe = visible(text).replace("\n", " ");
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            if (MARKDOWN.indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
            if (c == '@'
                    || c == '#'
                    || c == ':' && safe.startsWith("//", i + 1)
                    || (c == 'w' || c == 'W') && safe.startsWith(".", i + 1)) {
                out.append(JOINER);
            }
        }
        return out.toString();
    }

    /** For a code span in Markdown, also inside a table. */
    static String code(String text) {
        String safe = visible(text).replace('\n', ' ').replace("|", "\\|");
        int longest = 0;
        int run = 0;
        for (int i = 0; i < safe.length(); i++) {
            run = safe.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        boolean pad = safe.isEmpty() || safe.startsWith("`") || safe.endsWith("`");
        return fence + (pad ? " " : "") + safe + (pad ? " " : "") + fence;
    }

    /** For one line on a terminal: nothing that it would obey. */
    public static String console(String text) {
        return visible(text).replace("\n", "\\n");
    }

    /** The same for text of several lines; newlines and tabs stay. */
    public static String lines(String text) {
        return visible(text, true);
    }

    private static String visible(String text) {
        return visible(text, false);
    }

    private static String visible(String text, boolean tabs) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean hidden = c != '\n' && (c != '\t' || !tabs) && Unseen.contains(c);
            if (hidden && out == null) {
                out = new StringBuilder(text.substring(0, i));
            }
            for (; out != null && i < next; i++) {
                out.append(
                        hidden
                                ? String.format(Locale.ROOT, "\\u%04x", (int) text.charAt(i))
                                : String.valueOf(text.charAt(i)));
            }
            i = next;
        }
        return out == null ? text : out.toString();
    }
}
