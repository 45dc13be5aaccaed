package jenkins.model;

import hudson.ExtensionPoint;
import hudson.model.Node;

/** The signature of {@code NodeListener}, as far as the plugin links to it; its bodies never run. */
public abstract class NodeListener implements ExtensionPoint {
    public NodeListener() {}

    protected void onCreated(Node node) {
        throw new UnsupportedOperationException();
    }

    protected void onDeleted(Node node) {
        throw new UnsupportedOperationException();
    }
}
