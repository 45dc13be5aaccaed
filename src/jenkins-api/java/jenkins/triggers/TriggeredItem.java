package jenkins.triggers;

import hudson.model.Item;

/** The signature of {@code TriggeredItem}, as far as the plugin links to it; its bodies never run. */
public interface TriggeredItem extends Item {}
