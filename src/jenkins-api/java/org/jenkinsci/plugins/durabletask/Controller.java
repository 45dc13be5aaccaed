package org.jenkinsci.plugins.durabletask;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;

/** The signature of {@code Controller}, as far as the plugin links to it; its bodies never run. */
public abstract class Controller implements Serializable {
    public Controller() {}

    public abstract void cleanup(FilePath workspace) throws IOException, InterruptedException;

    public Integer exitStatus(FilePath workspace, Launcher launcher, TaskListener logger)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    public abstract boolean writeLog(FilePath workspace, OutputStream sink) throws IOException, InterruptedException;
}
