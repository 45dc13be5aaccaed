package hudson.model.queue;

import hudson.model.Queue;

/** The signature of {@code Tasks}, as far as the plugin links to it; its bodies never run. */
public class Tasks {
    private Tasks() {}

    public static Queue.Task getOwnerTaskOf(SubTask t) {
        throw new UnsupportedOperationException();
    }
}
