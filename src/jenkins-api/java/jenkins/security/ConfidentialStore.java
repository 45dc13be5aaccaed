package jenkins.security;

/** The signature of {@code ConfidentialStore}, as far as the plugin links to it; its bodies never run. */
public abstract class ConfidentialStore {
    private ConfidentialStore() {}
}
