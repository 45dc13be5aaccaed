package hudson.model;

/** The signature of {@code Describable}, as far as the plugin links to it; its bodies never run. */
public interface Describable<T extends Describable<T>> {}
