package io.jenkins.plugins.gitlabbranchsource;

import io.jenkins.plugins.iac.jenkins.scm.RequestHead;
import jenkins.scm.api.SCMHeadOrigin;

/** Stands in for the class of this name of that plugin: the getter that says where a request comes from. */
public class MergeRequestSCMHead extends RequestHead {
    private static final long serialVersionUID = 1L;
    private final String originProjectPath;

    public MergeRequestSCMHead(String originProjectPath, SCMHeadOrigin origin) {
        super("PR-7", "7", "feature", origin);
        this.originProjectPath = originProjectPath;
    }

    public String getOriginProjectPath() {
        return originProjectPath;
    }
}
