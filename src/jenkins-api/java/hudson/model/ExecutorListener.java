package hudson.model;

import hudson.ExtensionPoint;

/** The signature of {@code ExecutorListener}, as far as the plugin links to it; its bodies never run. */
public interface ExecutorListener extends ExtensionPoint {
    default void taskCompleted(Executor executor, Queue.Task task, long durationMS) {
        throw new UnsupportedOperationException();
    }

    default void taskCompletedWithProblems(Executor executor, Queue.Task task, long durationMS, Throwable problems) {
        throw new UnsupportedOperationException();
    }
}
