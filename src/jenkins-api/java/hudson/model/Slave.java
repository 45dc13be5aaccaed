package hudson.model;

import hudson.FilePath;
import hudson.Launcher;
import hudson.slaves.ComputerLauncher;
import java.io.IOException;
import java.io.Serializable;

/** The signature of {@code Slave}, as far as the plugin links to it; its bodies never run. */
public abstract class Slave extends Node implements Serializable {
    protected Slave(String name, String remoteFS, ComputerLauncher launcher)
            throws Descriptor.FormException, IOException {
        throw new UnsupportedOperationException();
    }

    public Launcher createLauncher(TaskListener listener) {
        throw new UnsupportedOperationException();
    }

    public String getLabelString() {
        throw new UnsupportedOperationException();
    }

    public String getNodeName() {
        throw new UnsupportedOperationException();
    }

    public FilePath getRootPath() {
        throw new UnsupportedOperationException();
    }
}
