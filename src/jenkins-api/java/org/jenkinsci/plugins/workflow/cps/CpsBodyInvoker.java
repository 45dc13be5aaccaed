package org.jenkinsci.plugins.workflow.cps;

import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;

/** The signature of {@code CpsBodyInvoker}, as far as the plugin links to it; its bodies never run. */
public final class CpsBodyInvoker extends BodyInvoker {
    private CpsBodyInvoker() {}

    @Override
    public BodyExecution start() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CpsBodyInvoker withCallback(BodyExecutionCallback callback) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CpsBodyInvoker withContext(Object override) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CpsBodyInvoker withDisplayName(String name) {
        throw new UnsupportedOperationException();
    }
}
