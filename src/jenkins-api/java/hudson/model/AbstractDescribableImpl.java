package hudson.model;

/** The signature of {@code AbstractDescribableImpl}, as far as the plugin links to it; its bodies never run. */
public abstract class AbstractDescribableImpl<T extends AbstractDescribableImpl<T>> implements Describable<T> {
    public AbstractDescribableImpl() {}
}
