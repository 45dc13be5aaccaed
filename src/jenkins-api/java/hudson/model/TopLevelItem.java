package hudson.model;

import hudson.ExtensionPoint;

/** The signature of {@code TopLevelItem}, as far as the plugin links to it; its bodies never run. */
public interface TopLevelItem extends Item, ExtensionPoint, Describable<TopLevelItem> {}
