package io.jenkins.plugins.gitlabbranchsource;

import io.jenkins.plugins.iac.jenkins.scm.NamesOnlySource;

/** Stands in for the class of this name of that plugin: the getters that say whose repository it is. */
public class GitLabSCMSource extends NamesOnlySource {
    private final String projectPath;

    public GitLabSCMSource(String projectPath) {
        this.projectPath = projectPath;
    }

    public String getProjectPath() {
        return projectPath;
    }
}
