package org.jenkinsci.plugins.workflow.cps;

import com.google.common.util.concurrent.ListenableFuture;
import org.jenkinsci.plugins.workflow.support.DefaultStepContext;

/** The signature of {@code CpsStepContext}, as far as the plugin links to it; its bodies never run. */
public class CpsStepContext extends DefaultStepContext {
    private CpsStepContext() {}

    @Override
    public boolean isReady() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CpsBodyInvoker newBodyInvoker() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ListenableFuture<Void> saveState() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onFailure(Throwable t) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onSuccess(Object result) {
        throw new UnsupportedOperationException();
    }

    public CpsBodyInvoker newBodyInvoker(BodyReference body, boolean unexport) {
        throw new UnsupportedOperationException();
    }
}
