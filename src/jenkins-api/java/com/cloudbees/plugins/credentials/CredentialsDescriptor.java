package com.cloudbees.plugins.credentials;

import hudson.model.Descriptor;

/** The signature of {@code CredentialsDescriptor}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class CredentialsDescriptor extends Descriptor<Credentials> {
    protected CredentialsDescriptor() {}
}
