package hudson.model;

/** The signature of {@code BuildableItem}, as far as the plugin links to it; its bodies never run. */
public interface BuildableItem extends Item, Queue.Task {}
