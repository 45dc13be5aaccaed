package org.jenkinsci.plugins.workflow.support;

import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The signature of {@code DefaultStepContext}, as far as the plugin links to it; its bodies never run. */
public abstract class DefaultStepContext extends StepContext {
    public DefaultStepContext() {}

    @Override
    public final <T> T get(Class<T> key) throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
