package com.cloudbees.jenkins.plugins.bitbucket;

import io.jenkins.plugins.iac.jenkins.scm.NamesOnlySource;

/** Stands in for the class of this name of that plugin: the getters that say whose repository it is. */
public class BitbucketSCMSource extends NamesOnlySource {
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
}
