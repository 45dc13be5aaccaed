package com.cloudbees.jenkins.plugins.bitbucket;

import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.mixin.ChangeRequestSCMRevision;

/** Stands in for the class of this name of that plugin: the getter of the request's own commit. */
public class PullRequestSCMRevision extends ChangeRequestSCMRevision<PullRequestSCMHead> {
    private static final long serialVersionUID = 1L;
    private final SCMRevision pull;

    public PullRequestSCMRevision(PullRequestSCMHead head, SCMRevision target, SCMRevision pull) {
        super(head, target);
        this.pull = pull;
    }

    public SCMRevision getPull() {
        return pull;
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
