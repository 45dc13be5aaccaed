package com.cloudbees.plugins.credentials.common;

import com.cloudbees.plugins.credentials.Credentials;

/** The signature of {@code IdCredentials}, as far as the plugin links to it; its bodies never run. */
public interface IdCredentials extends Credentials {
    String getId();
}
