package io.jenkins.plugins.iac.identity;

import io.jenkins.plugins.iac.model.IacException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * The issuer as it stands in {@code iss}: an https URL without query, fragment or user (OpenID Connect Discovery 1.0,
 * section 3), and without a slash at its end, because clouds compare it character by character. Plain http is taken for
 * this machine alone, for trials.
 */
public record IssuerUrl(String value) {
    private static final String EXPECTED =
            "https://host[:port][/path] without query, fragment, user or slash at the end";

    public IssuerUrl {
        if (value == null) {
            throw refused("nothing");
        }
        URI uri;
        try {
            uri = new URI(value);
        } catch (URISyntaxException e) {
            throw refused(value);
        }
        boolean local = "http".equals(uri.getScheme())
                && ("127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost()));
        if (value.length() > 200
                || value.endsWith("/")
                || !("https".equals(uri.getScheme()) || local)
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !uri.normalize().equals(uri)) {
            throw refused(value);
        }
    }

    private static IacException refused(String value) {
        return IacException.badInput("reading the issuer's URL", "", value, EXPECTED, "correct the issuer's URL");
    }

    /** Where verifiers look for the discovery document. */
    public String discovery() {
        return value + "/" + IssuerDocuments.DISCOVERY;
    }

    public String jwks() {
        return value + "/" + IssuerDocuments.JWKS;
    }

    @Override
    public String toString() {
        return value;
    }
}
