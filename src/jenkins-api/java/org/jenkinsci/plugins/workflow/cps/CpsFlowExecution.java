package org.jenkinsci.plugins.workflow.cps;

import groovy.lang.GroovyShell;
import java.util.List;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** The signature of {@code CpsFlowExecution}, as far as the plugin links to it; its bodies never run. */
public class CpsFlowExecution extends FlowExecution {
    private CpsFlowExecution() {}

    @Override
    public List<FlowNode> getCurrentHeads() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FlowExecutionOwner getOwner() {
        throw new UnsupportedOperationException();
    }

    public GroovyShell getShell() {
        throw new UnsupportedOperationException();
    }
}
