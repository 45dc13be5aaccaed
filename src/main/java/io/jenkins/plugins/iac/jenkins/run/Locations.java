package io.jenkins.plugins.iac.jenkins.run;

import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.run.AllowedSigners;
import io.jenkins.plugins.iac.run.Location;
import io.jenkins.plugins.iac.worker.JobRequest;
import io.jenkins.plugins.iac.worker.WorkerTools;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import jenkins.util.SystemProperties;

/** Where agents fetch the code from, as this controller knows it. */
public final class Locations {
    private static final String GIT = "io.jenkins.plugins.iac.git";

    private Locations() {}

    /** Git on the controller and on the agents: {@code /usr/bin/git}, or what the system property names. */
    public static Path git() {
        return Path.of(SystemProperties.getString(GIT, "/usr/bin/git"));
    }

    /** For a run of this stack. */
    public static Location of(Stack stack, Environment environment) {
        return new Location(
                git().toString(),
                stack.repository(),
                null,
                AllowedSigners.read(environment, Jenkins.get().getRootDir().toPath()),
                JobRequest.GitFiles.NONE,
                () -> null,
                null,
                WorkerTools.ROOT.toString());
    }
}
