package hudson.model.queue;

/** The signature of {@code CauseOfBlockage}, as far as the plugin links to it; its bodies never run. */
public abstract class CauseOfBlockage {
    public CauseOfBlockage() {}

    public abstract String getShortDescription();
}
