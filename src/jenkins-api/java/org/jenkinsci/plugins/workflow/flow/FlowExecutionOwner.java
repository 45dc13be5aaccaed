package org.jenkinsci.plugins.workflow.flow;

import hudson.model.Queue;
import java.io.IOException;
import java.io.Serializable;

/** The signature of {@code FlowExecutionOwner}, as far as the plugin links to it; its bodies never run. */
public abstract class FlowExecutionOwner implements Serializable {
    private FlowExecutionOwner() {}

    public abstract FlowExecution get() throws IOException;

    public abstract Queue.Executable getExecutable() throws IOException;

    public FlowExecution getOrNull() {
        throw new UnsupportedOperationException();
    }

    public interface Executable extends Queue.Executable {
        FlowExecutionOwner asFlowExecutionOwner();
    }
}
