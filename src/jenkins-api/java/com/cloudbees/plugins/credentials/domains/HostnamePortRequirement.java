package com.cloudbees.plugins.credentials.domains;

/** The signature of {@code HostnamePortRequirement}, as far as the plugin links to it; its bodies never run. */
public class HostnamePortRequirement extends HostnameRequirement {
    private HostnamePortRequirement() {
        super(null);
    }

    public int getPort() {
        throw new UnsupportedOperationException();
    }
}
