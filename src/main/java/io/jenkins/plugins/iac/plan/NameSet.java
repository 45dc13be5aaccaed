package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import java.nio.charset.StandardCharsets;

/** A fixed set of member names that is asked without making a string. */
final class NameSet {
    private static final int SLOTS = 256;

    private final byte[][] slots = new byte[SLOTS][];

    NameSet(String... names) {
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            int slot = slot(bytes, 0, bytes.length);
            while (slots[slot] != null) {
                slot = slot + 1 & SLOTS - 1;
            }
            slots[slot] = bytes;
        }
    }

    boolean has(JsonTape tape, int name) {
        int from = tape.from(name);
        int length = tape.to(name) - from;
        if (length == 0) {
            return false;
        }
        if (tape.isEscaped(name)) {
            for (byte[] one : slots) {
                if (one != null && tape.is(name, one)) {
                    return true;
                }
            }
            return false;
        }
        for (int slot = slot(tape.bytes(), from, length); slots[slot] != null; slot = slot + 1 & SLOTS - 1) {
            if (tape.is(name, slots[slot])) {
                return true;
            }
        }
        return false;
    }

    boolean has(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        for (byte[] one : slots) {
            if (one != null && java.util.Arrays.equals(one, bytes)) {
                return true;
            }
        }
        return false;
    }

    private static int slot(byte[] bytes, int from, int length) {
        return (length * 31 + bytes[from]) * 31 + bytes[from + length - 1] & SLOTS - 1;
    }
}
