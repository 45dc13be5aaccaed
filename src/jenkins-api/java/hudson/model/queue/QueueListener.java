package hudson.model.queue;

import hudson.ExtensionPoint;
import hudson.model.Queue;

/** The signature of {@code QueueListener}, as far as the plugin links to it; its bodies never run. */
public abstract class QueueListener implements ExtensionPoint {
    public QueueListener() {}

    public void onEnterWaiting(Queue.WaitingItem wi) {
        throw new UnsupportedOperationException();
    }

    public void onLeft(Queue.LeftItem li) {
        throw new UnsupportedOperationException();
    }
}
