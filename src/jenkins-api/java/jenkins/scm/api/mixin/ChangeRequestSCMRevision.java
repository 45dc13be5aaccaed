package jenkins.scm.api.mixin;

import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;

/** The signature of {@code ChangeRequestSCMRevision}, as far as the plugin links to it; its bodies never run. */
public abstract class ChangeRequestSCMRevision<H extends SCMHead & ChangeRequestSCMHead> extends SCMRevision {
    private ChangeRequestSCMRevision() {
        super(null);
    }

    public final SCMRevision getTarget() {
        throw new UnsupportedOperationException();
    }

    public final boolean isMerge() {
        throw new UnsupportedOperationException();
    }
}
