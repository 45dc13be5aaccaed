package org.jenkinsci.plugins.durabletask.executors;

import hudson.model.Queue;

/** The signature of {@code ContinuedTask}, as far as the plugin links to it; its bodies never run. */
public interface ContinuedTask extends Queue.Task {
    boolean isContinued();
}
