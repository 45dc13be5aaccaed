package hudson.model;

import hudson.remoting.VirtualChannel;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.util.List;
import java.util.concurrent.ExecutorService;
import jenkins.model.IComputer;
import org.kohsuke.stapler.StaplerProxy;

/** The signature of {@code Computer}, as far as the plugin links to it; its bodies never run. */
public abstract class Computer extends Actionable
        implements AccessControlled, IComputer, ExecutorListener, DescriptorByNameOwner, StaplerProxy {
    public static final ExecutorService threadPoolForRemoting = null;

    public static final Permission BUILD = null;

    private Computer() {}

    public static Computer currentComputer() {
        throw new UnsupportedOperationException();
    }

    public List<Executor> getAllExecutors() {
        throw new UnsupportedOperationException();
    }

    public abstract VirtualChannel getChannel();

    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    public String getName() {
        throw new UnsupportedOperationException();
    }

    public Node getNode() {
        throw new UnsupportedOperationException();
    }

    public boolean isAcceptingTasks() {
        throw new UnsupportedOperationException();
    }

    public final boolean isOnline() {
        throw new UnsupportedOperationException();
    }
}
