package org.jenkinsci.plugins.workflow.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;

/** The signature of {@code TaskListenerDecorator}, as far as the plugin links to it; its bodies never run. */
public abstract class TaskListenerDecorator implements Serializable {
    public TaskListenerDecorator() {}

    public abstract OutputStream decorate(OutputStream logger) throws IOException, InterruptedException;

    public static TaskListenerDecorator merge(TaskListenerDecorator original, TaskListenerDecorator subsequent) {
        throw new UnsupportedOperationException();
    }
}
