package org.jenkinsci.plugins.durabletask;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import java.io.IOException;
import java.nio.charset.Charset;

/** The signature of {@code FileMonitoringTask}, as far as the plugin links to it; its bodies never run. */
public abstract class FileMonitoringTask extends DurableTask {
    public FileMonitoringTask() {}

    public final void charset(Charset cs) {
        throw new UnsupportedOperationException();
    }

    public final Controller launch(EnvVars env, FilePath workspace, Launcher launcher, TaskListener listener)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
