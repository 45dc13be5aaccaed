package org.jenkinsci.plugins.workflow.steps;

import hudson.ExtensionPoint;
import java.io.IOException;

/** The signature of {@code DynamicContext}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public interface DynamicContext extends ExtensionPoint {
    <T> T get(Class<T> key, DynamicContext.DelegatedContext context) throws IOException, InterruptedException;

    abstract class Typed<T> implements DynamicContext {
        public Typed() {}

        protected abstract T get(DynamicContext.DelegatedContext context) throws IOException, InterruptedException;

        protected abstract Class<T> type();
    }

    interface DelegatedContext {
        <T> T get(Class<T> key) throws IOException, InterruptedException;
    }
}
