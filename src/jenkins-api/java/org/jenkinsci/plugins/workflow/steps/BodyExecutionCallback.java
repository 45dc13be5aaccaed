package org.jenkinsci.plugins.workflow.steps;

import com.google.common.util.concurrent.FutureCallback;
import java.io.Serializable;

/** The signature of {@code BodyExecutionCallback}, as far as the plugin links to it; its bodies never run. */
public abstract class BodyExecutionCallback implements Serializable {
    public BodyExecutionCallback() {}

    public static BodyExecutionCallback wrap(FutureCallback<Object> callback) {
        throw new UnsupportedOperationException();
    }

    public abstract void onFailure(StepContext context, Throwable t);

    public void onStart(StepContext context) {
        throw new UnsupportedOperationException();
    }

    public abstract void onSuccess(StepContext context, Object result);
}
