package io.jenkins.plugins.iac.jenkins.config;

/** The status codes that the pages answer with. */
final class HttpStatus {
    static final int BAD_REQUEST = 400;
    static final int CONFLICT = 409;

    private HttpStatus() {}
}
