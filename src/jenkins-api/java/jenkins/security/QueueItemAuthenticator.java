package jenkins.security;

import hudson.ExtensionPoint;
import hudson.model.Describable;
import hudson.model.Queue;
import org.springframework.security.core.Authentication;

/** The signature of {@code QueueItemAuthenticator}, as far as the plugin links to it; its bodies never run. */
public abstract class QueueItemAuthenticator implements Describable<QueueItemAuthenticator>, ExtensionPoint {
    public QueueItemAuthenticator() {}

    public Authentication authenticate2(Queue.Item item) {
        throw new UnsupportedOperationException();
    }

    public Authentication authenticate2(Queue.Task task) {
        throw new UnsupportedOperationException();
    }
}
