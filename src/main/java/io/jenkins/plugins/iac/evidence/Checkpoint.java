package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.crypto.Base64Text;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.crypto.SigningKey;
import io.jenkins.plugins.iac.crypto.VerifyingKey;
import io.jenkins.plugins.iac.model.Sha256;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a log signs of itself (c2sp.org/tlog-checkpoint): whoever keeps one notices when records before it are changed or
 * cut off.
 *
 * @param origin name of the log, also the name of its key
 * @param size records in it
 * @param root root hash of the tree over them
 */
public record Checkpoint(String origin, long size, Sha256 root) {
    private static final String ORIGIN = "plugins.jenkins.io/iac-runners/";
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    /** The name of the log of an installation: the thumbprint of its first key makes it its own. */
    static String origin(PublicKeys keys) {
        return ORIGIN + keys.all().get(0).keyid();
    }

    /** The signed note. */
    String sign(SigningKey key) {
        String text = origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.bytes()) + "\n";
        return SignedNote.sign(text, origin, key);
    }

    /** A checkpoint whose signature holds, and the key that made it. */
    record Signed(Checkpoint checkpoint, VerifyingKey key) {}

    /**
     * Reads a checkpoint and checks its signature.
     *
     * @throws IllegalArgumentException saying why it is none, or that none of the keys signed it
     */
    static Signed open(String note, PublicKeys keys) {
        SignedNote signed = SignedNote.parse(note);
        Checkpoint checkpoint = ofText(signed.text());
        VerifyingKey key = signed.signer(checkpoint.origin(), keys.all());
        if (key == null) {
            throw new IllegalArgumentException("not signed by a known key of " + checkpoint.origin());
        }
        return new Signed(checkpoint, key);
    }

    /** @throws IllegalArgumentException saying why it is none */
    static Checkpoint ofText(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() != 3
                || lines.get(0).isEmpty()
                || !SIZE.matcher(lines.get(1)).matches()) {
            throw new IllegalArgumentException("expected three lines: origin, size, root hash");
        }
        byte[] root = Base64Text.strict("the root hash", lines.get(2));
        if (root.length != 32) {
            throw new IllegalArgumentException("the root hash is not 32 bytes in base64");
        }
        return new Checkpoint(lines.get(0), Long.parseLong(lines.get(1)), Sha256.finish(root));
    }
}
