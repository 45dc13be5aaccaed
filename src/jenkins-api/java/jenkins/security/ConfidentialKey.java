package jenkins.security;

import java.io.IOException;

/** The signature of {@code ConfidentialKey}, as far as the plugin links to it; its bodies never run. */
public abstract class ConfidentialKey {
    protected ConfidentialKey(String id) {}

    protected byte[] load() throws IOException {
        throw new UnsupportedOperationException();
    }

    protected void store(byte[] payload) throws IOException {
        throw new UnsupportedOperationException();
    }
}
