package hudson;

import hudson.model.AbstractModelObject;
import org.kohsuke.stapler.StaplerProxy;

/** The signature of {@code PluginManager}, as far as the plugin links to it; its bodies never run. */
public abstract class PluginManager extends AbstractModelObject implements StaplerProxy {
    private PluginManager() {}

    public PluginWrapper getPlugin(String shortName) {
        throw new UnsupportedOperationException();
    }
}
