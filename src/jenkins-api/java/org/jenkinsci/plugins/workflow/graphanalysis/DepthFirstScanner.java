package org.jenkinsci.plugins.workflow.graphanalysis;

/** The signature of {@code DepthFirstScanner}, as far as the plugin links to it; its bodies never run. */
public class DepthFirstScanner extends AbstractFlowScanner {
    public DepthFirstScanner() {}
}
