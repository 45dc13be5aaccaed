package jenkins.model.queue;

import hudson.model.ModelObject;

/** The signature of {@code QueueItem}, as far as the plugin links to it; its bodies never run. */
public interface QueueItem extends ModelObject {
    default String getDisplayName() {
        throw new UnsupportedOperationException();
    }
}
