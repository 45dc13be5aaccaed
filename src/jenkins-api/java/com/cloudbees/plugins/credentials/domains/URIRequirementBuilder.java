package com.cloudbees.plugins.credentials.domains;

import java.util.List;

/** The signature of {@code URIRequirementBuilder}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public class URIRequirementBuilder {
    private URIRequirementBuilder() {}

    public List<DomainRequirement> build() {
        throw new UnsupportedOperationException();
    }

    public static URIRequirementBuilder fromUri(String uri) {
        throw new UnsupportedOperationException();
    }
}
