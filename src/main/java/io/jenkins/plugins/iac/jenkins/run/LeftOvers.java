package io.jenkins.plugins.iac.jenkins.run;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.iac.lock.Liveness;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.Recovery;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunEnds;
import io.jenkins.plugins.iac.run.RunServices;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Ends runs whose build did not survive: deleted, lost with a disk, or ended while the controller was away. */
@Extension
public class LeftOvers extends ItemListener {
    private static final Logger LOGGER = Logger.getLogger(LeftOvers.class.getName());

    @Override
    public void onLoaded() {
        if (Files.isDirectory(IacRuns.home().resolve("journal"))) {
            Computer.threadPoolForRemoting.submit(LeftOvers::end);
        }
    }

    private static void end() {
        try {
            RunServices services = IacRuns.get().services();
            for (Run run : services.book().all()) {
                if (Lifecycle.isLive(run.state()) && !isUnderWay(run)) {
                    Run ended = new RunEnds(services).stopped(run, "a restart", "the build is gone");
                    IacRuns.get().seal(ended);
                    LOGGER.log(
                            Level.WARNING, "run {0} is {1}: its build is gone", new Object[] {run.id(), ended.state()});
                }
            }
            // Then what a crash left between two records: an end without its lock settled, or without its seal.
            for (Run run : IacRuns.get().sealing(s -> new Recovery(s, LeftOvers::liveness).recover())) {
                LOGGER.log(Level.WARNING, "run {0} is settled: {1}", new Object[] {run.id(), run.end()});
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "looking for runs without a build", e);
        }
    }

    private static Liveness.Owner liveness(String id) {
        Run run = IacRuns.get().services().book().get(id);
        return isUnderWay(run) ? Liveness.Owner.ALIVE : Liveness.Owner.DEAD;
    }

    private static boolean isUnderWay(Run run) {
        try {
            var build = hudson.model.Run.fromExternalizableId(
                    run.fact("request").path("build").asText());
            return build != null && build.isBuilding();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
