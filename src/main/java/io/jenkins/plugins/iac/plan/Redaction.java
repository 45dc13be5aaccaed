package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.json.JsonTape;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes what stands in place of a sensitive value: {@code redacted:hmac-sha256:} and 32 hex digits of an HMAC over its
 * {@link TreeHash} code. The same value has the same marker under one key, so that a reader sees whether it changes, and
 * no one without the key can try values.
 */
final class Redaction {
    static final String PREFIX = "redacted:hmac-sha256:";
    private static final int DIGITS = 32;
    private static final int REMEMBERED = 4096;

    private final Hmac key;
    private final TreeHash codes = new TreeHash();
    private final Marks none = new Marks();
    /** Most secrets stand several times close together: planned value, before, after. */
    private final Map<String, byte[]> markers = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > REMEMBERED;
        }
    };

    Redaction(Hmac key) {
        this.key = key;
    }

    private byte[] ofCode(byte[] code) {
        return markers.computeIfAbsent(new String(code, StandardCharsets.ISO_8859_1), c -> make(code));
    }

    /** The marker of a value of a tape. */
    byte[] of(JsonTape tape, int token) {
        int place = codes.place();
        codes.value(tape, token, Marks.NONE, none.over(tape));
        return ofCode(codes.takeCode(place));
    }

    /** The marker of a scalar as it stands in the document, of the plainest sort: ASCII without an escape, an integer, a word. */
    byte[] of(byte[] json, int from, int to) {
        int place = codes.place();
        if (json[from] == '"') {
            codes.string(json, from + 1, to - from - 2);
        } else if (json[from] <= '9') {
            codes.sized('d', json, from, to - from);
        } else {
            // The words' codes are their first letters.
            codes.put(json[from]);
        }
        return ofCode(codes.takeCode(place));
    }

    /** The marker of a text. */
    byte[] ofText(String text) {
        int place = codes.place();
        codes.text(text);
        return ofCode(codes.takeCode(place));
    }

    private byte[] make(byte[] code) {
        return (PREFIX + HexFormat.of().formatHex(key.bytes(code), 0, DIGITS / 2)).getBytes(StandardCharsets.US_ASCII);
    }
}
