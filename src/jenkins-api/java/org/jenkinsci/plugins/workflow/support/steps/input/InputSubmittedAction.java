package org.jenkinsci.plugins.workflow.support.steps.input;

import org.jenkinsci.plugins.workflow.actions.PersistentAction;

/** The signature of {@code InputSubmittedAction}, as far as the plugin links to it; its bodies never run. */
public class InputSubmittedAction implements PersistentAction {
    private InputSubmittedAction() {}

    public String getApprover() {
        throw new UnsupportedOperationException();
    }

    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    public String getIconFileName() {
        throw new UnsupportedOperationException();
    }

    public String getUrlName() {
        throw new UnsupportedOperationException();
    }
}
