package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.crypto.Base64Text;
import io.jenkins.plugins.iac.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The two forms in which a log proves something to somebody who does not have it. That a record is in it:
 * c2sp.org/tlog-proof, with the record as extra data. That it goes on from an earlier checkpoint: what c2sp.org/tlog-witness
 * has a witness be asked with.
 *
 * @param record the record itself, or null in a proof of consistency or where the proof came without
 * @param number index of the record from 0, or the size of the earlier checkpoint
 * @param hashes the path of RFC 6962, section 2.1.1 or 2.1.2
 * @param checkpoint signed note of the tree that the path leads to
 */
record ProofText(boolean isInclusion, byte[] record, long number, List<Sha256> hashes, String checkpoint) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final int MAX_HASHES = 63;

    static ProofText inclusion(byte[] record, long index, List<Sha256> hashes, String checkpoint) {
        return new ProofText(true, record, index, hashes, checkpoint);
    }

    static ProofText consistency(long old, List<Sha256> hashes, String checkpoint) {
        return new ProofText(false, null, old, hashes, checkpoint);
    }

    /** Whether a file says of itself that it is a proof. */
    static boolean isOne(byte[] bytes) {
        return startsWith(bytes, HEADER + "\n") || startsWith(bytes, "old ");
    }

    private static boolean startsWith(byte[] bytes, String text) {
        byte[] start = text.getBytes(StandardCharsets.US_ASCII);
        return bytes.length >= start.length && java.util.Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        if (isInclusion) {
            text.append(HEADER).append('\n');
            if (record != null) {
                text.append("extra ").append(encode(record)).append('\n');
            }
            text.append("index ").append(number).append('\n');
        } else {
            text.append("old ").append(number).append('\n');
        }
        hashes.forEach(hash -> text.append(encode(hash.bytes())).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }

    /**
     * Reads a proof.
     *
     * @throws IllegalArgumentException saying why it is none
     */
    static ProofText parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int split = text.indexOf("\n\n");
        if (split < 0) {
            throw new IllegalArgumentException("no empty line between the path and the checkpoint");
        }
        List<String> lines = new ArrayList<>(List.of(text.substring(0, split).split("\n", -1)));
        boolean inclusion = lines.get(0).equals(HEADER);
        byte[] record = null;
        if (inclusion) {
            lines.remove(0);
            if (!lines.isEmpty() && lines.get(0).startsWith("extra ")) {
                record = Base64Text.strict("its record", lines.remove(0).substring("extra ".length()));
            }
        }
        String name = inclusion ? "index " : "old ";
        if (lines.isEmpty() || !lines.get(0).startsWith(name)) {
            throw new IllegalArgumentException("no line '" + name + "NUMBER'");
        }
        String number = lines.remove(0).substring(name.length());
        if (!NUMBER.matcher(number).matches() || lines.size() > MAX_HASHES) {
            throw new IllegalArgumentException("a number or a path that no tree has");
        }
        List<Sha256> hashes = lines.stream().map(ProofText::hash).toList();
        return new ProofText(inclusion, record, Long.parseLong(number), hashes, text.substring(split + 2));
    }

    private static Sha256 hash(String line) {
        byte[] bytes = Base64Text.strict("a hash of its path", line);
        if (bytes.length != 32) {
            throw new IllegalArgumentException("a hash of " + bytes.length + " bytes, expected 32");
        }
        return Sha256.finish(bytes);
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
