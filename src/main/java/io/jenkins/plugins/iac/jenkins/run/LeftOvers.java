package io.jenkins.plugins.iac.jenkins.run;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.iac.lock.Liveness;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.Recovery;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunEnds;
import io.jenkins.plugins.iac.run.RunServices;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends runs whose build did not survive: deleted, lost with a disk, or ended while the controller was away. Then lets the
 * engine settle what it finds: locks of the dead, ends without a seal, unlocks without evidence. Runs of builds that go on
 * are left to them. Nothing is started again.
 */
@Extension
public class LeftOvers extends ItemListener {
    private static final Logger LOGGER = Logger.getLogger(LeftOvers.class.getName());

    @Override
    public void onLoaded() {
        if (Files.isDirectory(IacRuns.home().resolve("journal"))) {
            Computer.threadPoolForRemoting.execute(LeftOvers::settle);
        }
    }

    private static void settle() {
        try {
            RunServices services = IacRuns.get().services();
            Liveness liveness = new BuildLiveness(services);
            for (Run run : services.book().all()) {
                if (Lifecycle.isLive(run.state()) && liveness.of(run.id()) == Liveness.Owner.DEAD) {
                    end(services, run);
                }
            }
            IacRuns.get().sealing(s -> new Recovery(s, liveness).recover()).forEach(LeftOvers::say);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "looking for runs without a build", e);
        }
    }

    /** One that cannot be ended does not keep the others from it. */
    private static void end(RunServices services, Run run) {
        try {
            // What waited for people or its turn, too: a plan is applied by its own build or not at all.
            new RunEnds(services).stopped(run, "a restart", "the build is gone");
            say(IacRuns.get().seal(run));
        } catch (IacException e) {
            LOGGER.log(Level.WARNING, "run {0}: {1}", new Object[] {
                run.id(), e.problem().sentence()
            });
        }
    }

    private static void say(Run run) {
        LOGGER.log(Level.WARNING, "run {0} is {1}: its build is gone", new Object[] {run.id(), run.telling()});
    }
}
