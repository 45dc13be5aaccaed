package org.jenkinsci.plugins.workflow.graphanalysis;

import java.util.Iterator;
import java.util.List;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** The signature of {@code AbstractFlowScanner}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class AbstractFlowScanner implements Iterable<FlowNode> {
    public AbstractFlowScanner() {}

    public List<FlowNode> allNodes(FlowExecution exec) {
        throw new UnsupportedOperationException();
    }

    public Iterator<FlowNode> iterator() {
        throw new UnsupportedOperationException();
    }
}
