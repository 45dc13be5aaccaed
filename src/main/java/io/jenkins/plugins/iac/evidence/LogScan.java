package io.jenkins.plugins.iac.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Goes through the records of a log, and tells those that may say a certain thing without parsing the others. Reads the records
 * themselves: an index beside them could be made to hide one. Holds one file of them in memory.
 */
final class LogScan {
    private static final byte[] PAYLOAD = "{\"payload\":\"".getBytes(StandardCharsets.US_ASCII);

    private LogScan() {}

    /** A record and its number. */
    record Found(long index, byte[] line) {
        /** Whether a member of the payload may have this text; the caller looks closely. */
        boolean maySay(String text) {
            return mayContain(line, (":\"" + text + "\"").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Hands on every record, oldest first. */
    static void each(Path directory, Consumer<Found> to) throws IOException {
        long index = 0;
        for (int number = 0; Files.exists(EntryFiles.file(directory, number)); number++) {
            for (byte[] line : EntryFiles.read(directory, number)) {
                to.accept(new Found(index++, line));
            }
        }
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
