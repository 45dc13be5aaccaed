package com.cloudbees.plugins.credentials.common;

/** The signature of {@code StandardCredentials}, as far as the plugin links to it; its bodies never run. */
public interface StandardCredentials extends IdCredentials {}
