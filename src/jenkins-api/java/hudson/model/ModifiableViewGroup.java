package hudson.model;

/** The signature of {@code ModifiableViewGroup}, as far as the plugin links to it; its bodies never run. */
public interface ModifiableViewGroup extends ViewGroup {}
