package io.jenkins.plugins.iac.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;

/** Whether the jobs of stacks downstream are queued after an apply. */
@Extension
@Symbol("iacDownstream")
public class DownstreamConfiguration extends GlobalConfiguration {
    private boolean queued = true;

    public DownstreamConfiguration() {
        load();
    }

    public static DownstreamConfiguration get() {
        return ExtensionList.lookupSingleton(DownstreamConfiguration.class);
    }

    /** Whether they are; true unless somebody chose otherwise. */
    public boolean isQueued() {
        return queued;
    }

    @DataBoundSetter
    public void setQueued(boolean queued) {
        this.queued = queued;
        save();
    }

    @Override
    public String getDisplayName() {
        return Messages.DownstreamConfiguration_displayName();
    }
}
