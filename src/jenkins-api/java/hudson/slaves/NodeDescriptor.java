package hudson.slaves;

import hudson.model.Descriptor;
import hudson.model.Node;

/** The signature of {@code NodeDescriptor}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class NodeDescriptor extends Descriptor<Node> {
    private NodeDescriptor() {}
}
