package hudson.model;

import hudson.security.AccessControlled;
import org.kohsuke.stapler.StaplerProxy;

/** The signature of {@code AbstractCIBase}, as far as the plugin links to it; its bodies never run. */
public abstract class AbstractCIBase extends Node
        implements ItemGroup<TopLevelItem>, StaplerProxy, ViewGroup, AccessControlled, DescriptorByNameOwner {
    public AbstractCIBase() {}

    public String getNodeName() {
        throw new UnsupportedOperationException();
    }
}
