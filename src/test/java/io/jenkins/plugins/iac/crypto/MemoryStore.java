package io.jenkins.plugins.iac.crypto;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Secrets that are kept as long as the test. */
public final class MemoryStore implements SecretStore {
    /** What is kept, for tests that damage it. */
    public final Map<String, byte[]> kept = new HashMap<>();

    /** A new ring of keys for evidence. */
    public static KeyRing ring(InstantSource clock) throws IOException {
        return KeyRing.open(new MemoryStore(), "evidence", clock);
    }

    @Override
    public Optional<byte[]> load(String name) {
        return Optional.ofNullable(kept.get(name));
    }

    @Override
    public void store(String name, byte[] secret) {
        kept.put(name, secret);
    }
}
