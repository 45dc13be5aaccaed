package io.jenkins.plugins.iac.model;

/**
 * Names joined by {@code /}. Each name has at most 100 letters, digits, {@code .}, {@code _} and {@code -}, starts with a
 * letter or digit and holds no {@code ..}. Read by hand rather than by a pattern: a catalog has tens of thousands of them.
 */
public final class Segments {
    private static final int LONGEST = 100;

    private Segments() {}

    /** Whether the text is one such name or several, up to {@code most}. */
    public static boolean are(String text, int most) {
        int names = 1;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/') {
                if (i == start || ++names > most) {
                    return false;
                }
                start = i + 1;
            } else if (!isLetterOrDigit(c)) {
                boolean inner = i > start && (c == '.' || c == '_' || c == '-');
                if (!inner || c == '.' && text.charAt(i - 1) == '.') {
                    return false;
                }
            }
            if (i - start >= LONGEST) {
                return false;
            }
        }
        return start < text.length();
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z';
    }
}
