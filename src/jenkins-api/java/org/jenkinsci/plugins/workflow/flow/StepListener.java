package org.jenkinsci.plugins.workflow.flow;

import hudson.ExtensionPoint;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The signature of {@code StepListener}, as far as the plugin links to it; its bodies never run. */
public interface StepListener extends ExtensionPoint {
    void notifyOfNewStep(Step step, StepContext context);
}
