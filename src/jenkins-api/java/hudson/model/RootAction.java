package hudson.model;

import hudson.ExtensionPoint;

/** The signature of {@code RootAction}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public interface RootAction extends Action, ExtensionPoint {}
