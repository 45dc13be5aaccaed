package hudson.model.queue;

import hudson.model.Queue;
import org.springframework.security.core.Authentication;

/** The signature of {@code Tasks}, as far as the plugin links to it; its bodies never run. */
public class Tasks {
    private Tasks() {}

    public static Authentication getAuthenticationOf2(Queue.Task t) {
        throw new UnsupportedOperationException();
    }

    public static Queue.Task getOwnerTaskOf(SubTask t) {
        throw new UnsupportedOperationException();
    }
}
