package hudson.model;

/** The signature of {@code JobProperty}, as far as the plugin links to it; its bodies never run. */
public abstract class JobProperty<J extends Job<?, ?>> {
    public JobProperty() {}
}
