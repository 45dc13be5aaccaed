package io.jenkins.plugins.iac.jenkins.credentials;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsUnavailableException;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.scm.BuildFacts;
import io.jenkins.plugins.iac.jenkins.scm.BuildSources;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Identity;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.verb.POST;

/**
 * First layer: a credential that holds nothing. It names an identity of the catalog; only the build that was granted the
 * identity can turn it into a token ({@link #forRun}), for that build and that moment. Whoever gets hold of the object
 * itself, in whatever way, has a name.
 */
public class IdentityCredentials extends BaseStandardCredentials implements StringCredentials {
    private static final long serialVersionUID = 1L;

    private final String identity;

    /** @param identity name of the identity in the catalog */
    @DataBoundConstructor
    public IdentityCredentials(CredentialsScope scope, String id, String description, String identity) {
        super(scope, id, description);
        this.identity = identity;
    }

    public String getIdentity() {
        return identity;
    }

    /**
     * Nothing.
     *
     * @throws CredentialsUnavailableException always
     */
    @Override
    public Secret getSecret() {
        throw new CredentialsUnavailableException("secret", "the identity " + identity + " belongs to no run here");
    }

    /**
     * The same credential with a token in it.
     *
     * @throws CredentialsUnavailableException unless the build was granted the identity
     */
    @Override
    public Credentials forRun(Run<?, ?> run) {
        BuildFacts facts = BuildSources.of(run);
        if (facts.source().kind().isUntrusted()) {
            throw new CredentialsUnavailableException(
                    "secret",
                    "the identity " + identity + " is withheld from code that may come from a stranger (" + facts.why()
                            + ")");
        }
        List<RunTokens> issuers = ExtensionList.lookup(RunTokens.class);
        if (issuers.isEmpty()) {
            throw new CredentialsUnavailableException("secret", "nothing here issues tokens for " + identity);
        }
        try {
            return new Bound(this, issuers.get(0).token(run, identity));
        } catch (IacException e) {
            throw new CredentialsUnavailableException("secret", e.problem().sentence(), e);
        }
    }

    /** A credential of one run. */
    private static final class Bound extends IdentityCredentials {
        private static final long serialVersionUID = 1L;

        private final transient Secret secret;

        Bound(IdentityCredentials unbound, Secret secret) {
            super(unbound.getScope(), unbound.getId(), unbound.getDescription(), unbound.getIdentity());
            this.secret = secret;
        }

        @Override
        public Secret getSecret() {
            return secret;
        }

        /** The token is not written down; what is read back is the credential without one. */
        private Object readResolve() {
            return new IdentityCredentials(getScope(), getId(), getDescription(), getIdentity());
        }

        @Override
        public Credentials forRun(Run<?, ?> run) {
            throw new CredentialsUnavailableException("secret", "this token belongs to a run already");
        }
    }

    /** The kind of credential in the pages of Jenkins; absent without the plugin plain-credentials. */
    @Extension(optional = true)
    @Symbol("iacIdentity")
    public static class DescriptorImpl extends BaseStandardCredentialsDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.IdentityCredentials_displayName();
        }

        /** The identities of the catalog; administrators only, for others the list is empty. */
        @POST
        public ListBoxModel doFillIdentityItems() {
            ListBoxModel items = new ListBoxModel();
            if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                    && IacGlobalConfiguration.get().current().result().isOk()) {
                IacGlobalConfiguration.get().catalog().identities().stream()
                        .map(Identity::name)
                        .forEach(items::add);
            }
            return items;
        }
    }
}
