package org.jenkinsci.plugins.workflow.flow;

import java.util.Iterator;

/** The signature of {@code FlowExecutionList}, as far as the plugin links to it; its bodies never run. */
public class FlowExecutionList implements Iterable<FlowExecution> {
    private FlowExecutionList() {}

    @Override
    public Iterator<FlowExecution> iterator() {
        throw new UnsupportedOperationException();
    }

    public static FlowExecutionList get() {
        throw new UnsupportedOperationException();
    }
}
