package io.jenkins.plugins.iac.jenkins.run;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.RunEnds;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;

/** What is done whenever somebody lets go of a run: sealed if it has ended, its artifacts copied to the build. */
public final class RunClosing {
    private RunClosing() {}

    /** Seals and archives; returns the run as it is now. Blocks. */
    public static io.jenkins.plugins.iac.run.Run close(Run<?, ?> build, String id, TaskListener listener)
            throws IOException, InterruptedException {
        RunServices services = IacRuns.get().services();
        io.jenkins.plugins.iac.run.Run now = IacRuns.get().seal(services.book().get(id));
        if (!Lifecycle.isLive(now.state())) {
            RunFiles.forget(services, id);
        }
        try {
            RunArtifacts.archive(build, id, services, listener);
        } finally {
            IacRuns.get().archivedEvidence().archived(build, now);
        }
        return now;
    }

    /** Stops a run that nobody will take further, then as {@link #close}. */
    public static io.jenkins.plugins.iac.run.Run stop(
            Run<?, ?> build, String id, String by, String why, TaskListener listener)
            throws IOException, InterruptedException {
        RunServices services = IacRuns.get().services();
        new RunEnds(services).stopped(services.book().get(id), by, why);
        return close(build, id, listener);
    }
}
