package com.cloudbees.plugins.credentials.common;

/** The signature of {@code StandardUsernameCredentials}, as far as the plugin links to it; its bodies never run. */
public interface StandardUsernameCredentials extends StandardCredentials, UsernameCredentials {}
