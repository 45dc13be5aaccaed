package io.jenkins.plugins.iac.tool;

/** Hears what a tool is doing, event by event, on the thread that reads its output. If it throws, the tool is stopped. */
@FunctionalInterface
public interface ProgressListener {
    ProgressListener NONE = event -> {};

    void on(ProgressEvent event);
}
