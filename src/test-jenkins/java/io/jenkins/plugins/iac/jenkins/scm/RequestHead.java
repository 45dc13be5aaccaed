package io.jenkins.plugins.iac.jenkins.scm;

import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.api.mixin.ChangeRequestSCMHead2;

/** A request to change main, as every branch source of Jenkins has one; what is a platform's own stands in its subclass. */
public abstract class RequestHead extends SCMHead implements ChangeRequestSCMHead2 {
    private static final long serialVersionUID = 1L;
    private final String id;
    private final String branch;
    private final SCMHeadOrigin origin;

    protected RequestHead(String name, String id, String branch, SCMHeadOrigin origin) {
        super(name);
        this.id = id;
        this.branch = branch;
        this.origin = origin;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public SCMHead getTarget() {
        return new GitBranchSCMHead("main");
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
        return branch;
    }
}
