package io.jenkins.plugins.gitlabbranchsource;

import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.api.mixin.ChangeRequestSCMHead2;

/** Stands in for the class of this name of that plugin: the getters that say where a request comes from. */
public class MergeRequestSCMHead extends SCMHead implements ChangeRequestSCMHead2 {
    private static final long serialVersionUID = 1L;
    private final String originProjectPath;
    private final SCMHeadOrigin origin;

    public MergeRequestSCMHead(String originProjectPath, SCMHeadOrigin origin) {
        super("PR-7");
        this.originProjectPath = originProjectPath;
        this.origin = origin;
    }

    public String getOriginProjectPath() {
        return originProjectPath;
    }

    @Override
    public String getId() {
        return "7";
    }

    @Override
    public SCMHead getTarget() {
        return new BranchSCMHead("main");
    }

    @Override
    public SCMHeadOrigin getOrigin() {
        return origin;
    }

    @Override
    public ChangeRequestCheckoutStrategy getCheckoutStrategy() {
        return ChangeRequestCheckoutStrategy.HEAD;
    }

    @Override
    public String getOriginName() {
        return "feature";
    }
}
