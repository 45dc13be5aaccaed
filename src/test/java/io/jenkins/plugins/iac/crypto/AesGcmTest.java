package io.jenkins.plugins.iac.crypto;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.Test;

/** A saved plan between plan and apply: whatever was done to its bytes must be noticed. */
public class AesGcmTest {
    private static final int MIB = 1 << 20;
    private static final int HEAD = 7;
    private static final int TAG = 16;
    private final byte[] key = AesGcm.newKey();
    private final AesGcm cipher = new AesGcm(key);

    private byte[] encrypt(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        cipher.encrypt(new ByteArrayInputStream(plain), out, "run 1");
        return out.toByteArray();
    }

    private byte[] decrypt(AesGcm with, byte[] bytes, String context) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        with.decrypt(new ByteArrayInputStream(bytes), out, context);
        return out.toByteArray();
    }

    private void refused(byte[] bytes) {
        assertThrows(IOException.class, () -> decrypt(cipher, bytes, "run 1"));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    public void decrypt_sizesAroundASegment_isWhatWasEncrypted() throws IOException {
        for (int size : new int[] {0, 1, 1000, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 17}) {
            assertArrayEquals(random(size), decrypt(cipher, encrypt(random(size)), "run 1"));
        }
    }

    @Test
    public void decrypt_anyByteFlipped_isRefused() throws IOException {
        byte[] bytes = encrypt(random(300));
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            refused(flipped);
        }
    }

    @Test
    public void decrypt_cutAnywhere_isRefused() throws IOException {
        byte[] bytes = encrypt(random(300));
        for (int length = 0; length < bytes.length; length++) {
            refused(Arrays.copyOf(bytes, length));
        }
        byte[] two = encrypt(random(2 * MIB));
        refused(Arrays.copyOf(two, HEAD + MIB + TAG));
        refused(Arrays.copyOf(two, HEAD));
    }

    @Test
    public void decrypt_grown_isRefused() throws IOException {
        byte[] bytes = encrypt(random(300));
        refused(Arrays.copyOf(bytes, bytes.length + 1));
        byte[] two = encrypt(random(2 * MIB));
        byte[] twice = Arrays.copyOf(two, two.length + MIB + TAG);
        System.arraycopy(two, HEAD, twice, two.length, MIB + TAG);
        refused(twice);
    }

    @Test
    public void decrypt_segmentsReordered_isRefused() throws IOException {
        byte[] bytes = encrypt(random(3 * MIB));
        byte[] swapped = bytes.clone();
        int segment = MIB + TAG;
        System.arraycopy(bytes, HEAD, swapped, HEAD + segment, segment);
        System.arraycopy(bytes, HEAD + segment, swapped, HEAD, segment);
        assertFalse(Arrays.equals(bytes, swapped));
        refused(swapped);
    }

    @Test
    public void decrypt_segmentDropped_isRefused() throws IOException {
        byte[] bytes = encrypt(random(3 * MIB));
        int segment = MIB + TAG;
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - segment);
        System.arraycopy(bytes, HEAD + 2 * segment, shorter, HEAD + segment, segment);
        refused(shorter);
    }

    @Test
    public void decrypt_anotherRun_isRefused() throws IOException {
        byte[] bytes = encrypt(random(300));
        assertThrows(IOException.class, () -> decrypt(cipher, bytes, "run 2"));
        assertThrows(IOException.class, () -> decrypt(new AesGcm(AesGcm.newKey()), bytes, "run 1"));
    }

    @Test
    public void encrypt_sameTwice_differs() throws IOException {
        assertFalse(Arrays.equals(encrypt(random(300)), encrypt(random(300))));
    }

    @Test
    public void aesGcm_shortKey_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new AesGcm(new byte[16]));
    }
}
