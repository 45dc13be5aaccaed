package hudson.model;

import hudson.security.AccessControlled;

/** The signature of {@code ViewGroup}, as far as the plugin links to it; its bodies never run. */
public interface ViewGroup extends Saveable, ModelObject, AccessControlled {}
