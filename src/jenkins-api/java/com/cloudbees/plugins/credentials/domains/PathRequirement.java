package com.cloudbees.plugins.credentials.domains;

/** The signature of {@code PathRequirement}, as far as the plugin links to it; its bodies never run. */
public class PathRequirement extends DomainRequirement {
    private PathRequirement() {}

    public String getPath() {
        throw new UnsupportedOperationException();
    }
}
