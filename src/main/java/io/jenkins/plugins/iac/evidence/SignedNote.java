package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.crypto.Base64Text;
import io.jenkins.plugins.iac.crypto.SigningKey;
import io.jenkins.plugins.iac.crypto.VerifyingKey;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A signed note as c2sp.org/signed-note has it: text, an empty line, and lines {@code — name base64(key ID || signature)}.
 * Our signatures are Ed25519 over the text.
 *
 * @param text ends in a newline
 */
record SignedNote(String text, List<Signature> signatures) {
    private static final String PREFIX = "\u2014 ";
    private static final int MAX_CHARACTERS = 1 << 16;
    private static final byte ED25519 = 1;

    /**
     * @param keyId four bytes that tell keys of one name apart; only a hint
     * @param value what follows them
     */
    record Signature(String name, byte[] keyId, byte[] value) {}

    static String sign(String text, String name, SigningKey key) {
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        byte[] bytes = ByteBuffer.allocate(4 + signature.length)
                .put(keyId(name, key.publicKey()))
                .put(signature)
                .array();
        return text + "\n" + PREFIX + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
    }

    /** {@code SHA-256(name || 0x0A || 0x01 || 32 bytes of the key)[:4]}. */
    static byte[] keyId(String name, VerifyingKey key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
        out.write(ED25519);
        out.writeBytes(key.raw());
        return Arrays.copyOf(Sha256.of(out.toByteArray()).bytes(), 4);
    }

    /** The key of the list that signed under this name, or null; a known key's wrong signature spoils the whole note. */
    VerifyingKey signer(String name, List<VerifyingKey> keys) {
        VerifyingKey signer = null;
        for (Signature signature : signatures) {
            for (VerifyingKey key : keys) {
                if (signature.name().equals(name) && Arrays.equals(signature.keyId(), keyId(name, key))) {
                    if (!key.verify(text.getBytes(StandardCharsets.UTF_8), signature.value())) {
                        return null;
                    }
                    signer = key;
                }
            }
        }
        return signer;
    }

    /**
     * Reads a note.
     *
     * @throws IllegalArgumentException saying why it is none
     */
    static SignedNote parse(String note) {
        if (note.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("longer than " + MAX_CHARACTERS + " characters");
        }
        if (note.chars().anyMatch(c -> c < 0x20 && c != '\n' || c == '\ufffd')) {
            throw new IllegalArgumentException("a control character or bytes that are not UTF-8");
        }
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException("no empty line between text and signatures, or it is cut off");
        }
        List<Signature> signatures = new ArrayList<>();
        String lines = note.substring(split + 2);
        for (String line : lines.isEmpty() ? new String[0] : lines.split("\n")) {
            signatures.add(signature(line));
        }
        if (signatures.isEmpty()) {
            throw new IllegalArgumentException("no signature");
        }
        return new SignedNote(note.substring(0, split + 1), signatures);
    }

    private static Signature signature(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(PREFIX) || space <= PREFIX.length()) {
            throw new IllegalArgumentException("a signature line that is none");
        }
        String name = line.substring(PREFIX.length(), space);
        byte[] bytes = Base64Text.strict("its signature", line.substring(space + 1));
        if (bytes.length < 5
                || name.isEmpty()
                || name.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '+')) {
            throw new IllegalArgumentException("a signature line that is none");
        }
        return new Signature(name, Arrays.copyOf(bytes, 4), Arrays.copyOfRange(bytes, 4, bytes.length));
    }
}
