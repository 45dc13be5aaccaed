package org.jenkinsci.plugins.workflow.steps;

import java.io.Serializable;
import java.util.concurrent.Future;

/** The signature of {@code BodyExecution}, as far as the plugin links to it; its bodies never run. */
public abstract class BodyExecution implements Future<Object>, Serializable {
    private BodyExecution() {}

    public boolean cancel(Throwable error) {
        throw new UnsupportedOperationException();
    }
}
