package org.jenkinsci.plugins.plaincredentials;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.util.Secret;

/** The signature of {@code StringCredentials}, as far as the plugin links to it; its bodies never run. */
public interface StringCredentials extends StandardCredentials {
    Secret getSecret();
}
