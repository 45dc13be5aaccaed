package io.jenkins.plugins.iac.jenkins.oidc;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.iac.identity.Issuer;
import io.jenkins.plugins.iac.identity.IssuerKeys;
import io.jenkins.plugins.iac.identity.IssuerUrl;
import io.jenkins.plugins.iac.identity.TokenAlgorithm;
import io.jenkins.plugins.iac.jenkins.run.ConfidentialSecrets;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The issuer of this controller. Its keys are in Jenkins' ConfidentialStore; they are made when they are first needed and
 * rotated when they are due, whenever somebody asks. Safe in any thread; may write to disk.
 */
@Extension
public class JenkinsIssuer {
    private static final Logger LOGGER = Logger.getLogger(JenkinsIssuer.class.getName());

    private IssuerKeys keys;

    public static JenkinsIssuer get() {
        return ExtensionList.lookupSingleton(JenkinsIssuer.class);
    }

    /**
     * The issuer, or null where this controller has no URL that a cloud could trust; then no run gets a token.
     *
     * @throws IacException of kind TOOL_FAILED if its keys cannot be read; they are never made anew over damaged ones
     */
    public Issuer issuer() {
        String url = IssuerConfiguration.get().effectiveUrl();
        if (url == null) {
            return null;
        }
        try {
            return new Issuer(new IssuerUrl(url), keys());
        } catch (IacException e) {
            if (e.kind() != IacException.Kind.BAD_INPUT) {
                throw e;
            }
            LOGGER.log(Level.FINE, "no issuer: {0}", e.getMessage());
            return null;
        }
    }

    private synchronized IssuerKeys keys() {
        try {
            if (keys == null) {
                keys = IssuerKeys.open(
                        new ConfidentialSecrets(), "issuer", TokenAlgorithm.RS256, InstantSource.system());
            }
            if (keys.rotateIfDue()) {
                LOGGER.log(
                        Level.INFO,
                        "identity tokens are signed with {0} from now on",
                        keys.signing().kid());
            }
            return keys;
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "opening the issuer's keys",
                    "",
                    e.getMessage(),
                    "what was kept before",
                    "restore JENKINS_HOME/secrets from a backup");
        }
    }
}
