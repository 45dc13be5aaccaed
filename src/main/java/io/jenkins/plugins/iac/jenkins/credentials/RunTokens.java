package io.jenkins.plugins.iac.jenkins.credentials;

import hudson.ExtensionPoint;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.iac.model.IacException;

/** Gives a build the token of an identity that it was granted. */
public abstract class RunTokens implements ExtensionPoint {
    /**
     * A token for this build, valid from now and not for long.
     *
     * @param identity name of the identity in the catalog
     * @throws IacException of kind refused where the build holds no grant for it now, with the reason
     */
    public abstract Secret token(Run<?, ?> run, String identity);
}
