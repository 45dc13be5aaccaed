package io.jenkins.plugins.iac.model;

/** Cuts texts of strangers to a length that can be shown and kept. */
public final class Cut {
    private Cut() {}

    /**
     * At most so many characters from the start. A surrogate pair is never torn: half of one has no canonical form, and a run
     * whose facts hold it could not be sealed.
     */
    public static String start(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        boolean torn = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, torn ? length - 1 : length);
    }
}
