package io.jenkins.plugins.gitlabbranchsource;

import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.mixin.ChangeRequestSCMRevision;

/** Stands in for the class of this name of that plugin: the getter of the request's own commit. */
public class MergeRequestSCMRevision extends ChangeRequestSCMRevision<MergeRequestSCMHead> {
    private static final long serialVersionUID = 1L;
    private final String headHash;

    public MergeRequestSCMRevision(MergeRequestSCMHead head, SCMRevision target, String headHash) {
        super(head, target);
        this.headHash = headHash;
    }

    public String getHeadHash() {
        return headHash;
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
