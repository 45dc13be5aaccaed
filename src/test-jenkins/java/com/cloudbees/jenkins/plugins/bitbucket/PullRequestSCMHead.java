package com.cloudbees.jenkins.plugins.bitbucket;

import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.api.mixin.ChangeRequestSCMHead2;

/** Stands in for the class of this name of that plugin: the getters that say where a request comes from. */
public class PullRequestSCMHead extends SCMHead implements ChangeRequestSCMHead2 {
    private static final long serialVersionUID = 1L;
    private final String repoOwner;
    private final String repository;
    private final SCMHeadOrigin origin;

    public PullRequestSCMHead(String repoOwner, String repository, SCMHeadOrigin origin) {
        super("PR-7");
        this.repoOwner = repoOwner;
        this.repository = repository;
        this.origin = origin;
    }

    public String getRepoOwner() {
        return repoOwner;
    }

    public String getRepository() {
        return repository;
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
