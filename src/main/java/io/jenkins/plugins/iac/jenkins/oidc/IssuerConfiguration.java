package io.jenkins.plugins.iac.jenkins.oidc;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.iac.identity.IssuerUrl;
import io.jenkins.plugins.iac.model.IacException;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Under which URL clouds know this controller as an issuer of identity tokens. */
@Extension
@Symbol("iacIssuer")
public class IssuerConfiguration extends GlobalConfiguration {
    private String url;

    public IssuerConfiguration() {
        load();
    }

    public static IssuerConfiguration get() {
        return ExtensionList.lookupSingleton(IssuerConfiguration.class);
    }

    /** As configured, or null for this controller's own. */
    public String getUrl() {
        return url;
    }

    /**
     * Sets the URL; nothing or blank for this controller's own.
     *
     * @throws IllegalArgumentException if it is none that clouds could compare
     */
    @DataBoundSetter
    public void setUrl(String url) {
        String wanted = Util.fixEmptyAndTrim(url);
        if (wanted != null) {
            check(wanted);
        }
        this.url = wanted;
        save();
    }

    @Override
    public String getDisplayName() {
        return Messages.IssuerConfiguration_displayName();
    }

    /** What tokens name: the URL as configured, else {@code iac/oidc} of this controller; null where it knows no URL of its own. */
    public String effectiveUrl() {
        if (url != null) {
            return url;
        }
        String root = Jenkins.get().getRootUrl();
        return root == null ? null : root + "iac/" + OidcPage.NAME;
    }

    /** As one types; administrators only. */
    @POST
    public FormValidation doCheckUrl(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String wanted = Util.fixEmptyAndTrim(value);
        try {
            if (wanted != null) {
                check(wanted);
                return FormValidation.ok();
            }
            String own = Jenkins.get().getRootUrl() + "iac/" + OidcPage.NAME;
            check(own);
            return FormValidation.ok(Messages.IssuerConfiguration_own(own));
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    private static void check(String url) {
        try {
            new IssuerUrl(url);
        } catch (IacException e) {
            throw new IllegalArgumentException(e.problem().sentence(), e);
        }
    }
}
