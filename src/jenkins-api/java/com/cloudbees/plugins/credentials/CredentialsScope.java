package com.cloudbees.plugins.credentials;

import java.io.Serializable;

/** The signature of {@code CredentialsScope}, as far as the plugin links to it; its bodies never run. */
public enum CredentialsScope implements Serializable {
    SYSTEM,
    GLOBAL,
    USER;
}
