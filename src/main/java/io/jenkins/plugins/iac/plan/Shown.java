package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.Cut;
import java.nio.charset.StandardCharsets;

/** Values as they are shown to a person: one line, shortened. */
final class Shown {
    private static final int MAX_LENGTH = 240;

    /** Ends what was cut short; not part of any text, so that a masker sees where the text ends. */
    static final String CUT = "\u2026";

    private Shown() {}

    /** A text of a few hundred characters at most. */
    static String text(String text) {
        return text.length() <= MAX_LENGTH ? text : Cut.start(text, MAX_LENGTH) + CUT;
    }

    /** A value's JSON text as it stands, cut where it is long. */
    static String json(JsonTape tape, int token) {
        boolean string = tape.kind(token) == JsonTape.STRING;
        int from = tape.from(token) - (string ? 1 : 0);
        int to = tape.to(token) + (string ? 1 : 0);
        int end = Math.min(to, from + MAX_LENGTH);
        // Not in the middle of a character: continuation bytes are 10xxxxxx.
        while (end < to && (tape.bytes()[end] & 0xc0) == 0x80) {
            end--;
        }
        String text = new String(tape.bytes(), from, end - from, StandardCharsets.UTF_8);
        return end < to ? text + CUT : text;
    }
}
