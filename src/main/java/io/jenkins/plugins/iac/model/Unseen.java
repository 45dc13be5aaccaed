package io.jenkins.plugins.iac.model;

/** Characters that nobody sees, by which one text can be made to look like another. */
public final class Unseen {
    private Unseen() {}

    /**
     * Whether a code point is a control, turns the direction of writing, is half of a pair, belongs to nobody, or is what
     * Unicode calls ignorable or draws as nothing. White space is seen, except for separators of lines.
     */
    public static boolean contains(int c) {
        if (c < 0x7f) {
            return c < ' ';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default ->
                c == 0x034f
                        || c == 0x115f
                        || c == 0x1160
                        || c == 0x17b4
                        || c == 0x17b5
                        || c >= 0x180b && c <= 0x180f
                        || c == 0x2800
                        || c == 0x3164
                        || c >= 0xfe00 && c <= 0xfe0f
                        || c == 0xffa0
                        || c >= 0xe0100 && c <= 0xe01ef;
        };
    }
}
