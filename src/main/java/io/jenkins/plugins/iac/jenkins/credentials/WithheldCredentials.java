package io.jenkins.plugins.iac.jenkins.credentials;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.iac.jenkins.scm.Strangers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Says on the page of a build what was withheld from it and why. Decides nothing; kept with the build. */
public class WithheldCredentials implements Action {
    private static final Logger LOGGER = Logger.getLogger(WithheldCredentials.class.getName());
    private static final int MOST = 50;

    private final String why;
    private final TreeSet<String> steps = new TreeSet<>();

    WithheldCredentials(String why) {
        this.why = why;
    }

    /** Why the build's code may come from a stranger, for people. */
    public String getWhy() {
        return why;
    }

    /** Names of the steps that were refused, sorted. */
    public synchronized List<String> getSteps() {
        return new ArrayList<>(steps);
    }

    private synchronized boolean add(String step) {
        return steps.size() < MOST && steps.add(step);
    }

    /** Notes a step that was refused. */
    static void refused(Run<?, ?> build, String step) {
        WithheldCredentials noted = build.getAction(WithheldCredentials.class);
        if (noted != null && noted.add(step)) {
            save(build);
        }
    }

    private static void save(Run<?, ?> build) {
        try {
            build.save();
        } catch (IOException e) {
            // What was withheld stays withheld; only the note of it is lost with a restart.
            LOGGER.log(Level.FINE, "noting what was withheld from " + build, e);
        }
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return Messages.WithheldCredentials_displayName();
    }

    @Override
    public String getUrlName() {
        return null;
    }

    /** Notes it when such a build starts. */
    @Extension
    public static class Noting extends RunListener<Run<?, ?>> {
        @Override
        public void onStarted(Run<?, ?> build, TaskListener listener) {
            Strangers.behind(build).ifPresent(why -> {
                build.addAction(new WithheldCredentials(why));
                save(build);
                listener.getLogger().println("Credentials are withheld from this build: " + why);
            });
        }
    }
}
