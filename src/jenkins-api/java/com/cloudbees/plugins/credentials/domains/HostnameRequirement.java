package com.cloudbees.plugins.credentials.domains;

/** The signature of {@code HostnameRequirement}, as far as the plugin links to it; its bodies never run. */
public class HostnameRequirement extends DomainRequirement {
    public HostnameRequirement(String hostname) {}

    public String getHostname() {
        throw new UnsupportedOperationException();
    }
}
