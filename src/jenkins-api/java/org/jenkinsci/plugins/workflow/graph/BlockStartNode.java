package org.jenkinsci.plugins.workflow.graph;

/** The signature of {@code BlockStartNode}, as far as the plugin links to it; its bodies never run. */
public abstract class BlockStartNode extends FlowNode {
    private BlockStartNode() {
        super(null, null, null);
    }
}
