package jenkins.model;

import hudson.ExtensionPoint;
import hudson.model.Describable;
import java.util.Comparator;

/** The signature of {@code IdStrategy}, as far as the plugin links to it; its bodies never run. */
public abstract class IdStrategy implements Describable<IdStrategy>, ExtensionPoint, Comparator<String> {
    private IdStrategy() {}

    public boolean equals(Object obj) {
        throw new UnsupportedOperationException();
    }

    public boolean equals(String id1, String id2) {
        throw new UnsupportedOperationException();
    }

    public String keyFor(String id) {
        throw new UnsupportedOperationException();
    }
}
