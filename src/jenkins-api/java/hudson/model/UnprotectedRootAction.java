package hudson.model;

import hudson.ExtensionPoint;

/** The signature of {@code UnprotectedRootAction}, as far as the plugin links to it; its bodies never run. */
public interface UnprotectedRootAction extends RootAction, ExtensionPoint {}
