package io.jenkins.plugins.gitlabbranchsource;

import io.jenkins.plugins.iac.jenkins.scm.RequestRevision;
import jenkins.scm.api.SCMRevision;

/** Stands in for the class of this name of that plugin: the getter of the request's own commit. */
public class MergeRequestSCMRevision extends RequestRevision<MergeRequestSCMHead> {
    private static final long serialVersionUID = 1L;
    private final String headHash;

    public MergeRequestSCMRevision(MergeRequestSCMHead head, SCMRevision target, String headHash) {
        super(head, target);
        this.headHash = headHash;
    }

    public String getHeadHash() {
        return headHash;
    }
}
