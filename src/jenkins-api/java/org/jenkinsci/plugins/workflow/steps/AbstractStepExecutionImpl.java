package org.jenkinsci.plugins.workflow.steps;

/** The signature of {@code AbstractStepExecutionImpl}, as far as the plugin links to it; its bodies never run. */
public abstract class AbstractStepExecutionImpl extends StepExecution {
    protected AbstractStepExecutionImpl() {}
}
