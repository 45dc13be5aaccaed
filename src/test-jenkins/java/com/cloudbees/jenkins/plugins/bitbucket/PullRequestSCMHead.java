package com.cloudbees.jenkins.plugins.bitbucket;

import io.jenkins.plugins.iac.jenkins.scm.RequestHead;
import jenkins.scm.api.SCMHeadOrigin;

/** Stands in for the class of this name of that plugin: the getters that say where a request comes from. */
public class PullRequestSCMHead extends RequestHead {
    private static final long serialVersionUID = 1L;
    private final String repoOwner;
    private final String repository;

    public PullRequestSCMHead(String repoOwner, String repository, SCMHeadOrigin origin) {
        super("PR-7", "7", "feature", origin);
        this.repoOwner = repoOwner;
        this.repository = repository;
    }

    public String getRepoOwner() {
        return repoOwner;
    }

    public String getRepository() {
        return repository;
    }
}
