package hudson.model;

/** The signature of {@code DescriptorByNameOwner}, as far as the plugin links to it; its bodies never run. */
public interface DescriptorByNameOwner extends ModelObject {}
