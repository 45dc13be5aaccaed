package com.cloudbees.jenkins.plugins.bitbucket;

import hudson.model.TaskListener;
import hudson.scm.SCM;
import java.util.List;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.trait.SCMSourceTrait;

/** Stands in for the class of this name of that plugin: the getters that say whose repository it is. */
public class BitbucketSCMSource extends SCMSource {
    private final String repoOwner;
    private final String repository;

    public BitbucketSCMSource(String repoOwner, String repository) {
        this.repoOwner = repoOwner;
        this.repository = repository;
    }

    public String getRepoOwner() {
        return repoOwner;
    }

    public String getRepository() {
        return repository;
    }

    @Override
    public List<SCMSourceTrait> getTraits() {
        return List.of();
    }

    @Override
    protected void retrieve(
            SCMSourceCriteria criteria, SCMHeadObserver observer, SCMHeadEvent<?> event, TaskListener listener) {
        throw new UnsupportedOperationException("stands in for its names alone");
    }

    @Override
    public SCM build(SCMHead head, SCMRevision revision) {
        throw new UnsupportedOperationException("stands in for its names alone");
    }
}
