package io.jenkins.plugins.iac.jenkins.run;

import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.run.Location;
import io.jenkins.plugins.iac.worker.JobRequest;
import io.jenkins.plugins.iac.worker.WorkerTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                allowedSigners(environment),
                JobRequest.GitFiles.NONE,
                null,
                null,
                WorkerTools.ROOT.toString());
    }

    /**
     * The allowed signers file of the controller, relative to {@code JENKINS_HOME}. Never that of the checkout: whoever
     * may push would choose who may sign. Missing means unknown, which refuses where a signature is asked for.
     */
    private static String allowedSigners(Environment environment) {
        if (environment.allowedSigners() == null) {
            return null;
        }
        Path home = IacRuns.home().getParent();
        Path file = home.resolve(environment.allowedSigners()).normalize();
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            throw IacException.badInput(
                    "reading the allowed signers",
                    "environment " + environment.name(),
                    file + ": " + e.getMessage(),
                    "a file that can be read",
                    "mend the file");
        }
    }
}
