package io.jenkins.plugins.iac.jenkins.run;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A plan can be applied by its own build only. When the build is over, what still waits is canceled and what may have
 * been changed without anybody seeing the end is recorded as unknown; however the build was ended.
 */
@Extension
public class BuildEnd extends RunListener<Run<?, ?>> {
    private static final Logger LOGGER = Logger.getLogger(BuildEnd.class.getName());

    @Override
    public void onCompleted(Run<?, ?> build, TaskListener listener) {
        for (String id : IacBuildAction.runs(build)) {
            try {
                RunServices services = IacRuns.get().services();
                if (Lifecycle.isLive(services.book().get(id).state())) {
                    var end = RunClosing.stop(build, id, "the end of the build", "the build is over", listener)
                            .end();
                    listener.getLogger().println("run " + id + " is " + end + ": " + end.meaning());
                }
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "closing run " + id + " of " + build, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
