package com.cloudbees.plugins.credentials;

/** The signature of {@code BaseCredentials}, as far as the plugin links to it; its bodies never run. */
public class BaseCredentials implements Credentials {
    protected BaseCredentials() {}

    public CredentialsDescriptor getDescriptor() {
        throw new UnsupportedOperationException();
    }

    public CredentialsScope getScope() {
        throw new UnsupportedOperationException();
    }
}
