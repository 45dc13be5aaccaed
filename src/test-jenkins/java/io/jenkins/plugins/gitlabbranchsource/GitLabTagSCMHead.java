package io.jenkins.plugins.gitlabbranchsource;

import jenkins.plugins.git.GitTagSCMHead;

/** Stands in for the class of this name of that plugin. */
public class GitLabTagSCMHead extends GitTagSCMHead {
    private static final long serialVersionUID = 1L;

    public GitLabTagSCMHead(String name) {
        super(name, 0);
    }
}
