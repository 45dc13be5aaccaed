package com.cloudbees.jenkins.plugins.bitbucket;

import io.jenkins.plugins.iac.jenkins.scm.RequestRevision;
import jenkins.scm.api.SCMRevision;

/** Stands in for the class of this name of that plugin: the getter of the request's own commit. */
public class PullRequestSCMRevision extends RequestRevision<PullRequestSCMHead> {
    private static final long serialVersionUID = 1L;
    private final SCMRevision pull;

    public PullRequestSCMRevision(PullRequestSCMHead head, SCMRevision target, SCMRevision pull) {
        super(head, target);
        this.pull = pull;
    }

    public SCMRevision getPull() {
        return pull;
    }
}
