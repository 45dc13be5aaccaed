package hudson.model;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.labels.LabelAtom;
import java.util.Collection;

/** The signature of {@code LabelFinder}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class LabelFinder implements ExtensionPoint {
    private LabelFinder() {}

    public static ExtensionList<LabelFinder> all() {
        throw new UnsupportedOperationException();
    }

    public abstract Collection<LabelAtom> findLabels(Node node);
}
