package hudson.model;

import hudson.ExtensionPoint;

/** The signature of {@code ExecutorListener}, as far as the plugin links to it; its bodies never run. */
public interface ExecutorListener extends ExtensionPoint {}
