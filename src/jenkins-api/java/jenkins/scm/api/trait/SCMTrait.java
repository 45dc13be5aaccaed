package jenkins.scm.api.trait;

import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;

/** The signature of {@code SCMTrait}, as far as the plugin links to it; its bodies never run. */
public abstract class SCMTrait<T extends SCMTrait<T>> extends AbstractDescribableImpl<T> implements ExtensionPoint {
    public SCMTrait() {}
}
