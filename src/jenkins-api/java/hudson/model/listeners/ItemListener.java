package hudson.model.listeners;

import hudson.ExtensionPoint;
import hudson.model.Item;

/** The signature of {@code ItemListener}, as far as the plugin links to it; its bodies never run. */
public class ItemListener implements ExtensionPoint {
    public ItemListener() {}

    public void onBeforeShutdown() {
        throw new UnsupportedOperationException();
    }

    public void onDeleted(Item item) {
        throw new UnsupportedOperationException();
    }

    public void onLoaded() {
        throw new UnsupportedOperationException();
    }

    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        throw new UnsupportedOperationException();
    }
}
