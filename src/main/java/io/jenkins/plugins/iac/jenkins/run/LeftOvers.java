package io.jenkins.plugins.iac.jenkins.run;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.iac.run.Lifecycle;
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
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "looking for runs without a build", e);
        }
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
