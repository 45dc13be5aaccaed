package hudson.model;

import hudson.ExtensionPoint;

/** The signature of {@code DescriptorVisibilityFilter}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class DescriptorVisibilityFilter implements ExtensionPoint {
    public DescriptorVisibilityFilter() {}

    public abstract boolean filter(Object context, Descriptor descriptor);
}
