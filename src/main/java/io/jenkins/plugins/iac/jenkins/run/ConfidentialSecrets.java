package io.jenkins.plugins.iac.jenkins.run;

import io.jenkins.plugins.iac.crypto.AesGcm;
import io.jenkins.plugins.iac.crypto.SecretStore;
import java.io.IOException;
import java.util.Optional;
import jenkins.security.ConfidentialKey;

/** Keeps the engine's keys in Jenkins' ConfidentialStore, encrypted under the controller's master key. */
public final class ConfidentialSecrets implements SecretStore {
    @Override
    public Optional<byte[]> load(String name) throws IOException {
        return Optional.ofNullable(new Key(name).read());
    }

    @Override
    public void store(String name, byte[] secret) throws IOException {
        new Key(name).write(secret);
    }

    /** A symmetric key, made at its first use. One that is there and cannot be read is an error, never replaced. */
    byte[] symmetric(String name) throws IOException {
        Optional<byte[]> kept = load(name);
        if (kept.isPresent()) {
            return kept.get();
        }
        byte[] fresh = AesGcm.newKey();
        store(name, fresh);
        return fresh;
    }

    private static final class Key extends ConfidentialKey {
        Key(String name) {
            super("io.jenkins.plugins.iac." + name);
        }

        byte[] read() throws IOException {
            return load();
        }

        void write(byte[] secret) throws IOException {
            store(secret);
        }
    }
}
