package com.cloudbees.jenkins.plugins.bitbucket;

import jenkins.scm.api.SCMHead;

/** Stands in for the class of this name of that plugin. */
public class BranchSCMHead extends SCMHead {
    private static final long serialVersionUID = 1L;

    public BranchSCMHead(String name) {
        super(name);
    }
}
