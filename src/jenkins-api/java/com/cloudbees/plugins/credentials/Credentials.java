package com.cloudbees.plugins.credentials;

import hudson.ExtensionPoint;
import hudson.model.Describable;
import hudson.model.Run;
import java.io.Serializable;

/** The signature of {@code Credentials}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public interface Credentials extends Describable<Credentials>, Serializable, ExtensionPoint {
    default Credentials forRun(Run<?, ?> context) {
        throw new UnsupportedOperationException();
    }

    CredentialsDescriptor getDescriptor();

    CredentialsScope getScope();
}
