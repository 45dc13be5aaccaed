package io.jenkins.plugins.iac.report;

/**
 * Makes texts of others harmless where they are shown. In every form, control characters and those that turn the direction
 * of writing (by which {@code prod} can be made to look like {@code dorp}) are shown as {@code \\u202e} instead of done.
 */
final class Escape {
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

    /** For a terminal: nothing that it would obey. */
    static String console(String text) {
        return visible(text).replace("\n", "\\n");
    }

    private static String visible(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hidden = c < ' ' && c != '\n'
                    || c >= 0x7f && c < 0xa0
                    || c == 0x061c
                    || c >= 0x200b && c <= 0x200f
                    || c >= 0x2028 && c <= 0x202e
                    || c >= 0x2060 && c <= 0x206f
                    || c == 0xfeff
                    || Character.isSurrogate(c) && !isWhole(text, i);
            if (hidden && out == null) {
                out = new StringBuilder(text.substring(0, i));
            }
            if (out != null) {
                out.append(hidden ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return out == null ? text : out.toString();
    }

    private static boolean isWhole(String text, int at) {
        char c = text.charAt(at);
        return Character.isHighSurrogate(c)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
