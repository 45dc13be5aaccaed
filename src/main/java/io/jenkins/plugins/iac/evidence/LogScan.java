package io.jenkins.plugins.iac.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Finds records of a log that say a certain thing, without parsing all the others. Reads the records themselves: an index
 * beside them could be made to hide one.
 */
final class LogScan {
    private static final byte[] PAYLOAD = "{\"payload\":\"".getBytes(StandardCharsets.US_ASCII);

    private LogScan() {}

    /** A record and its number. */
    record Found(long index, byte[] line) {}

    /** The records whose payload may have this member with this text; the caller looks closely. */
    static List<Found> find(Path directory, String member, String text) throws IOException {
        byte[] wanted = ("\"" + member + "\":\"" + text + "\"").getBytes(StandardCharsets.UTF_8);
        List<Found> found = new ArrayList<>();
        long index = 0;
        for (int number = 0; Files.exists(EntryFiles.file(directory, number)); number++) {
            for (byte[] line : EntryFiles.read(directory, number)) {
                if (text == null || mayContain(line, wanted)) {
                    found.add(new Found(index, line));
                }
                index++;
            }
        }
        return found;
    }

    private static boolean mayContain(byte[] line, byte[] wanted) {
        int end = PAYLOAD.length;
        if (!Arrays.equals(line, 0, Math.min(line.length, end), PAYLOAD, 0, end)) {
            return true;
        }
        while (end < line.length && line[end] != '"') {
            end++;
        }
        try {
            return contains(Base64.getDecoder().decode(Arrays.copyOfRange(line, PAYLOAD.length, end)), wanted);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static boolean contains(byte[] text, byte[] wanted) {
        for (int i = 0; i + wanted.length <= text.length; i++) {
            if (text[i] == wanted[0] && Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
