package hudson.model.queue;

import hudson.model.Label;
import hudson.model.Queue;
import jenkins.model.queue.ITask;

/** The signature of {@code SubTask}, as far as the plugin links to it; its bodies never run. */
public interface SubTask extends ITask {
    default Label getAssignedLabel() {
        throw new UnsupportedOperationException();
    }

    default Queue.Executable getOwnerExecutable() {
        throw new UnsupportedOperationException();
    }

    default Queue.Task getOwnerTask() {
        throw new UnsupportedOperationException();
    }
}
