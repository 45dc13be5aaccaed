package com.cloudbees.plugins.credentials;

/** The signature of {@code CredentialsUnavailableException}, as far as the plugin links to it; its bodies never run. */
public class CredentialsUnavailableException extends RuntimeException {
    public CredentialsUnavailableException(String property, String message) {}

    public CredentialsUnavailableException(String property, String message, Throwable cause) {}
}
