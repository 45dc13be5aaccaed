package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.Unseen;
import java.nio.charset.StandardCharsets;

/** Text from outside as an error may show it: one line, printable, bounded. */
final class Text {
    private static final int MAX = 300;

    private Text() {}

    static String printable(String text) {
        if (text == null) {
            return "nothing";
        }
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(MAX).forEach(c -> {
            if (Unseen.contains(c)) {
                out.append(c == '\n' || c == '\t' ? " " : String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.length() < text.length() && text.length() > MAX ? out + "..." : out.toString();
    }

    /** The end of what a program said, where the reason of its failure usually is. */
    static String tail(byte[] output) {
        String text = new String(output, StandardCharsets.UTF_8).strip();
        return printable(text.length() > MAX ? text.substring(text.length() - MAX) : text);
    }
}
