package jenkins.scm.api;

import hudson.model.InvisibleAction;

/** The signature of {@code SCMRevisionAction}, as far as the plugin links to it; its bodies never run. */
public class SCMRevisionAction extends InvisibleAction {
    private SCMRevisionAction() {}

    public SCMRevision getRevision() {
        throw new UnsupportedOperationException();
    }

    public String getSourceId() {
        throw new UnsupportedOperationException();
    }
}
