package org.jenkinsci.plugins.workflow.cps;

import groovy.lang.GroovyShell;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/** The signature of {@code CpsFlowExecution}, as far as the plugin links to it; its bodies never run. */
public class CpsFlowExecution extends FlowExecution {
    private CpsFlowExecution() {}

    @Override
    public FlowExecutionOwner getOwner() {
        throw new UnsupportedOperationException();
    }

    public GroovyShell getShell() {
        throw new UnsupportedOperationException();
    }
}
