package io.jenkins.plugins.iac.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;

/** The catalog of this controller. */
@Extension
@Symbol("iac")
public class IacGlobalConfiguration extends GlobalConfiguration {
    private String document;

    public IacGlobalConfiguration() {
        load();
    }

    /** The one of this controller. */
    public static IacGlobalConfiguration get() {
        return ExtensionList.lookupSingleton(IacGlobalConfiguration.class);
    }

    String document() {
        return document;
    }
}
