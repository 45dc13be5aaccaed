package io.jenkins.plugins.iac.plan;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The secrets of a plan as a file, in the clear: it goes where the saved plan goes, and nowhere else. A count, then each
 * secret in UTF-8 behind its length.
 */
public final class SecretsFile {
    /** More than a plan can have that is read at all. */
    private static final long MOST_BYTES = 64L << 20;

    private SecretsFile() {}

    /** Writes what a masker looks for; closes nothing. */
    public static void write(SecretMasker masker, OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out));
        data.writeInt(masker.secrets().size());
        for (String secret : masker.secrets()) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            data.writeInt(bytes.length);
            data.write(bytes);
        }
        data.flush();
    }

    /**
     * Looks at the size of one before it is read.
     *
     * @throws IOException if it is more than any that is read
     */
    public static void checkSize(long bytes) throws IOException {
        if (bytes > MOST_BYTES + MOST_BYTES / 16) {
            throw new IOException("no file of secrets, or one that is too large");
        }
    }

    /**
     * A masker for what was written.
     *
     * @throws IOException if it is cut off, is something else, or has more than 64 MB
     */
    public static SecretMasker read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(new BufferedInputStream(in));
        Set<String> secrets = new HashSet<>();
        long left = MOST_BYTES;
        for (int count = data.readInt(); count > 0; count--) {
            int length = data.readInt();
            left -= Math.max(length, 0) + (long) Integer.BYTES;
            if (length < 0 || left < 0) {
                throw new IOException("no file of secrets, or one that is too large");
            }
            byte[] bytes = data.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("the file of secrets is cut off");
            }
            secrets.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return SecretMasker.of(secrets);
    }
}
