package com.cloudbees.jenkins.plugins.bitbucket;

import jenkins.plugins.git.GitTagSCMHead;

/** Stands in for the class of this name of that plugin. */
public class BitbucketTagSCMHead extends GitTagSCMHead {
    private static final long serialVersionUID = 1L;

    public BitbucketTagSCMHead(String name) {
        super(name, 0);
    }
}
