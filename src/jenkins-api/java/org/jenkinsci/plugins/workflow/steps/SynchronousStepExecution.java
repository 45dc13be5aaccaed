package org.jenkinsci.plugins.workflow.steps;

/** The signature of {@code SynchronousStepExecution}, as far as the plugin links to it; its bodies never run. */
public abstract class SynchronousStepExecution<T> extends StepExecution {
    protected SynchronousStepExecution(StepContext context) {}

    protected abstract T run() throws Exception;
}
