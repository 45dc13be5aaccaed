package hudson.model.listeners;

import hudson.ExtensionPoint;
import hudson.XmlFile;
import hudson.model.Saveable;

/** The signature of {@code SaveableListener}, as far as the plugin links to it; its bodies never run. */
public abstract class SaveableListener implements ExtensionPoint {
    public SaveableListener() {}

    public static void fireOnChange(Saveable o, XmlFile file) {
        throw new UnsupportedOperationException();
    }

    public void onChange(Saveable o, XmlFile file) {
        throw new UnsupportedOperationException();
    }
}
