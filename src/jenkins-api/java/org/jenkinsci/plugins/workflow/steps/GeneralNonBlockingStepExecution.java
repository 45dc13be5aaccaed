package org.jenkinsci.plugins.workflow.steps;

/** The signature of {@code GeneralNonBlockingStepExecution}, as far as the plugin links to it; its bodies never run. */
public abstract class GeneralNonBlockingStepExecution extends StepExecution {
    protected GeneralNonBlockingStepExecution(StepContext context) {}

    protected final void run(GeneralNonBlockingStepExecution.Block block) {
        throw new UnsupportedOperationException();
    }

    public void onResume() {
        throw new UnsupportedOperationException();
    }

    protected interface Block {
        void run() throws Exception;
    }

    protected abstract class TailCall extends BodyExecutionCallback {
        protected TailCall() {}

        protected abstract void finished(StepContext context) throws Exception;

        public final void onFailure(StepContext context, Throwable t) {
            throw new UnsupportedOperationException();
        }

        public final void onSuccess(StepContext context, Object result) {
            throw new UnsupportedOperationException();
        }
    }
}
