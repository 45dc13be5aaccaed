package hudson.model;

/** The signature of {@code BuildListener}, as far as the plugin links to it; its bodies never run. */
public interface BuildListener extends TaskListener {}
