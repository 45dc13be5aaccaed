package hudson.model;

/** The signature of {@code ReconfigurableDescribable}, as far as the plugin links to it; its bodies never run. */
public interface ReconfigurableDescribable<T extends ReconfigurableDescribable<T>> extends Describable<T> {}
