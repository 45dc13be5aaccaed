package hudson.model;

import jenkins.model.Loadable;

/** The signature of {@code PersistentDescriptor}, as far as the plugin links to it; its bodies never run. */
public interface PersistentDescriptor extends Loadable, Saveable {}
