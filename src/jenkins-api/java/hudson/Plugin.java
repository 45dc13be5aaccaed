package hudson;

import hudson.model.Saveable;
import jenkins.model.Loadable;
import org.kohsuke.stapler.StaplerProxy;

/** The signature of {@code Plugin}, as far as the plugin links to it; its bodies never run. */
public abstract class Plugin implements Loadable, Saveable, StaplerProxy {
    protected Plugin() {}
}
