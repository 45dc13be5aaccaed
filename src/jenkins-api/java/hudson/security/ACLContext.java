package hudson.security;

/** The signature of {@code ACLContext}, as far as the plugin links to it; its bodies never run. */
public class ACLContext implements AutoCloseable {
    private ACLContext() {}

    public void close() {
        throw new UnsupportedOperationException();
    }
}
