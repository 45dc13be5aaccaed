package hudson.slaves;

import hudson.ExtensionPoint;
import hudson.model.Describable;

/** The signature of {@code ComputerLauncher}, as far as the plugin links to it; its bodies never run. */
public abstract class ComputerLauncher implements Describable<ComputerLauncher>, ExtensionPoint {
    public ComputerLauncher() {}
}
