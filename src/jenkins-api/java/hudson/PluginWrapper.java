package hudson;

import hudson.model.ModelObject;

/** The signature of {@code PluginWrapper}, as far as the plugin links to it; its bodies never run. */
public class PluginWrapper implements ModelObject {
    private PluginWrapper() {}

    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }
}
