package jenkins.scm.api;

import hudson.ExtensionPoint;
import hudson.model.Item;

/** The signature of {@code SCMHead}, as far as the plugin links to it; its bodies never run. */
public class SCMHead {
    private SCMHead() {}

    public String getName() {
        throw new UnsupportedOperationException();
    }

    public SCMHeadOrigin getOrigin() {
        throw new UnsupportedOperationException();
    }

    public abstract static class HeadByItem implements ExtensionPoint {
        private HeadByItem() {}

        public static SCMHead findHead(Item item) {
            throw new UnsupportedOperationException();
        }
    }
}
