package com.cloudbees.plugins.credentials.domains;

/** The signature of {@code SchemeRequirement}, as far as the plugin links to it; its bodies never run. */
public class SchemeRequirement extends DomainRequirement {
    private SchemeRequirement() {}

    public String getScheme() {
        throw new UnsupportedOperationException();
    }
}
