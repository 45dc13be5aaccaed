package io.jenkins.plugins.iac.crypto;

import java.io.IOException;
import java.util.Optional;

/**
 * Port: keeps a few small secrets (keys) of this installation. The Jenkins host keeps them in its ConfidentialStore, the
 * command line in files that only their owner may read.
 */
public interface SecretStore {
    /** The bytes kept under this name, or empty if there are none. Throws where they exist and cannot be read. */
    Optional<byte[]> load(String name) throws IOException;

    /** Keeps bytes under this name, durably, replacing what was there in one step. */
    void store(String name, byte[] secret) throws IOException;
}
