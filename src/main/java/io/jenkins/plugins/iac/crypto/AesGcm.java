package io.jenkins.plugins.iac.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM over a stream in segments of 1 MiB, so that size does not matter and nothing is released unchecked. Each
 * segment's nonce is a random prefix, its number, and whether it is the last: segments cannot be reordered, dropped or
 * cut off (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár). The context (run id and purpose) is
 * authenticated with every segment.
 */
public final class AesGcm {
    private static final int SEGMENT = 1 << 20;
    private static final int TAG_BYTES = 16;
    private static final int PREFIX_BYTES = 7;
    private static final SecureRandom RANDOM = new SecureRandom();
    private final SecretKeySpec key;

    /** @param key 32 bytes */
    public AesGcm(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("AES-256 takes a key of 32 bytes, found " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Fresh key material. */
    public static byte[] newKey() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Encrypts all of {@code in}; closes neither stream. */
    public void encrypt(InputStream in, OutputStream out, String context) throws IOException {
        byte[] prefix = new byte[PREFIX_BYTES];
        RANDOM.nextBytes(prefix);
        out.write(prefix);
        byte[] segment = in.readNBytes(SEGMENT);
        for (int number = 0; ; number++) {
            byte[] next = segment.length < SEGMENT ? new byte[0] : in.readNBytes(SEGMENT);
            boolean last = next.length == 0;
            out.write(apply(Cipher.ENCRYPT_MODE, prefix, number, last, context, segment, segment.length));
            if (last) {
                return;
            }
            segment = next;
        }
    }

    /**
     * Decrypts what {@link #encrypt} wrote with the same key and context.
     *
     * @throws IOException if it was changed, cut, reordered, or belongs to another key or context
     */
    public void decrypt(InputStream in, OutputStream out, String context) throws IOException {
        byte[] prefix = in.readNBytes(PREFIX_BYTES);
        if (prefix.length != PREFIX_BYTES) {
            throw new IOException("the encrypted bytes are cut off");
        }
        byte[] segment = in.readNBytes(SEGMENT + TAG_BYTES);
        for (int number = 0; ; number++) {
            byte[] next = segment.length < SEGMENT + TAG_BYTES ? new byte[0] : in.readNBytes(SEGMENT + TAG_BYTES);
            boolean last = next.length == 0;
            out.write(apply(Cipher.DECRYPT_MODE, prefix, number, last, context, segment, segment.length));
            if (last) {
                return;
            }
            segment = next;
        }
    }

    private byte[] apply(int mode, byte[] prefix, int number, boolean last, String context, byte[] bytes, int length)
            throws IOException {
        byte[] nonce = ByteBuffer.allocate(12)
                .put(prefix)
                .putInt(number)
                .put((byte) (last ? 1 : 0))
                .array();
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes, 0, length);
        } catch (GeneralSecurityException | ProviderException e) {
            // A segment that was cut off inside its tag comes as a ProviderException.
            throw new IOException("the encrypted bytes were changed, or belong to another run or key", e);
        }
    }
}
