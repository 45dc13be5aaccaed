package org.jenkinsci.plugins.workflow.cps.replay;

import hudson.model.Cause;

/** The signature of {@code ReplayCause}, as far as the plugin links to it; its bodies never run. */
public class ReplayCause extends Cause {
    private ReplayCause() {}

    public String getShortDescription() {
        throw new UnsupportedOperationException();
    }
}
