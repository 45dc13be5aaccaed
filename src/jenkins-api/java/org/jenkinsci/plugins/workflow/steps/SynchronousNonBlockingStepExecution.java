package org.jenkinsci.plugins.workflow.steps;

/** The signature of {@code SynchronousNonBlockingStepExecution}, as far as the plugin links to it; its bodies never run. */
public abstract class SynchronousNonBlockingStepExecution<T> extends StepExecution {
    protected SynchronousNonBlockingStepExecution(StepContext context) {}

    protected abstract T run() throws Exception;

    @Override
    public final boolean start() throws Exception {
        throw new UnsupportedOperationException();
    }
}
