package jenkins.scm.api;

import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Item;
import java.util.List;
import jenkins.scm.api.trait.SCMSourceTrait;

/** The signature of {@code SCMSource}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class SCMSource extends AbstractDescribableImpl<SCMSource> implements ExtensionPoint {
    private SCMSource() {}

    public final String getId() {
        throw new UnsupportedOperationException();
    }

    public List<SCMSourceTrait> getTraits() {
        throw new UnsupportedOperationException();
    }

    public abstract static class SourceByItem implements ExtensionPoint {
        private SourceByItem() {}

        public static SCMSource findSource(Item item) {
            throw new UnsupportedOperationException();
        }
    }
}
