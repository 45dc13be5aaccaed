package io.jenkins.plugins.iac.jenkins.scm;

import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.mixin.ChangeRequestSCMRevision;

/** A revision of a {@link RequestHead}; what is a platform's own stands in its subclass. */
public abstract class RequestRevision<H extends RequestHead> extends ChangeRequestSCMRevision<H> {
    private static final long serialVersionUID = 1L;

    protected RequestRevision(H head, SCMRevision target) {
        super(head, target);
    }

    @Override
    public boolean equivalent(ChangeRequestSCMRevision<?> other) {
        return other == this;
    }

    @Override
    protected int _hashCode() {
        return getHead().hashCode();
    }
}
