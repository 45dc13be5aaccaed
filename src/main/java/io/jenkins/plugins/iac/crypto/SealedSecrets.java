package io.jenkins.plugins.iac.crypto;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Secrets that another store keeps encrypted: AES-256-GCM under a key that is somewhere else, each bound to its name. Whoever
 * has the store alone can neither read nor exchange nor change one.
 */
public final class SealedSecrets implements SecretStore {
    private static final byte[] MAGIC = {'I', 'A', 'C', 'S', 'E', 'A', 'L', '1'};

    private final SecretStore store;
    private final AesGcm cipher;

    /** @param key 32 bytes */
    public SealedSecrets(SecretStore store, byte[] key) {
        this.store = store;
        this.cipher = new AesGcm(key);
    }

    /** Also throws where what is there is not encrypted, was changed, or belongs to another key or name. */
    @Override
    public Optional<byte[]> load(String name) throws IOException {
        Optional<byte[]> kept = store.load(name);
        return kept.isEmpty() ? kept : Optional.of(open(name, kept.get()));
    }

    private byte[] open(String name, byte[] sealed) throws IOException {
        if (sealed.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(sealed, MAGIC.length))) {
            throw new IOException("what is kept under " + name + " is not encrypted");
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try {
            cipher.decrypt(
                    new ByteArrayInputStream(sealed, MAGIC.length, sealed.length - MAGIC.length), plain, context(name));
        } catch (IOException e) {
            throw new IOException("what is kept under " + name + " was changed, or is encrypted with another key", e);
        }
        return plain.toByteArray();
    }

    @Override
    public void store(String name, byte[] secret) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        sealed.write(MAGIC);
        cipher.encrypt(new ByteArrayInputStream(secret), sealed, context(name));
        store.store(name, sealed.toByteArray());
    }

    private static String context(String name) {
        return "secret " + name;
    }
}
