package hudson.model.queue;

import hudson.ExtensionPoint;
import hudson.model.Node;
import hudson.model.Queue;

/** The signature of {@code QueueTaskDispatcher}, as far as the plugin links to it; its bodies never run. */
public abstract class QueueTaskDispatcher implements ExtensionPoint {
    public QueueTaskDispatcher() {}

    public CauseOfBlockage canRun(Queue.Item item) {
        throw new UnsupportedOperationException();
    }

    public CauseOfBlockage canTake(Node node, Queue.BuildableItem item) {
        throw new UnsupportedOperationException();
    }
}
