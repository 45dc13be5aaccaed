package hudson.slaves;

import hudson.ExtensionPoint;
import hudson.model.Computer;
import hudson.model.TaskListener;
import java.io.IOException;

/** The signature of {@code ComputerListener}, as far as the plugin links to it; its bodies never run. */
public abstract class ComputerListener implements ExtensionPoint {
    public ComputerListener() {}

    public void onOnline(Computer c, TaskListener listener) throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
