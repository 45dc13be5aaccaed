package io.jenkins.plugins.iac.jenkins.step;

import hudson.model.CauseAction;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import io.jenkins.plugins.iac.jenkins.config.DownstreamConfiguration;
import io.jenkins.plugins.iac.jenkins.scm.StackApplied;
import io.jenkins.plugins.iac.run.DueBuild;
import io.jenkins.plugins.iac.run.RunServices;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import org.springframework.security.core.Authentication;

/**
 * Has Jenkins build the jobs of the stacks of which an apply made a plan due. A job is built as it would be if somebody
 * pressed its button: by its own script, with its own rights, and only if the build that applied may build it.
 */
public final class DownstreamJobs {
    private static final Logger LOGGER = Logger.getLogger(DownstreamJobs.class.getName());

    private final Run<?, ?> build;
    private final Consumer<String> log;

    DownstreamJobs(Run<?, ?> build, Consumer<String> log) {
        this.build = build;
        this.log = log;
    }

    /**
     * The same for a build that is over, behind an override of its verification: soon, as it would have been while it ran; what
     * became of each stack is in the log of the controller.
     */
    public static void soon(Run<?, ?> build, String applied, RunServices services) {
        Computer.threadPoolForRemoting.execute(
                () -> new DownstreamJobs(build, line -> LOGGER.log(Level.INFO, "{0}: {1}", new Object[] {build, line}))
                        .queue(applied, services));
    }

    /** Queues them and says in the log what became of each stack. Never fails the build: what was applied stays applied. */
    void queue(String applied, RunServices services) {
        try {
            if (!DownstreamConfiguration.get().isQueued()) {
                return;
            }
            for (DueBuild due : DueBuild.after(
                    applied,
                    services.admission().get().catalog(),
                    services.book().all())) {
                log.accept("a plan of " + due.duty().stack() + " is due now: " + queue(due));
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "queueing what depends on the stack of run " + applied, e);
            log.accept("the jobs of what depends on it could not be queued: " + e
                    + "; build them, or let iacDue() plan what is due");
        }
    }

    private String queue(DueBuild due) {
        String name = due.build() == null ? "" : due.build().replaceFirst("#[0-9]+$", "");
        Job<?, ?> job = name.isEmpty() ? null : Jenkins.get().getItemByFullName(name, Job.class);
        Authentication by = build.getParent() instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : null;
        if (by == null || job == null || !job.hasPermission2(by, Item.READ)) {
            return "no job is known here that plans it in order to apply it; iacDue() plans it";
        }
        if (job.equals(build.getParent())) {
            return "this job planned it before; build it again, or let iacDue() plan it";
        }
        if (!job.hasPermission2(by, Item.BUILD)) {
            return "'" + by.getName() + "', as whom this build runs, may not build its job " + name;
        }
        if (job.getProperty(ParametersDefinitionProperty.class) != null) {
            return "its job " + name + " takes parameters, which nobody gives here; build it, or let iacDue() plan it";
        }
        StackApplied cause = new StackApplied(
                due.duty().stack().value(),
                due.duty().upstream().value(),
                due.duty().run(),
                build.getFullDisplayName());
        return ParameterizedJobMixIn.scheduleBuild2(job, -1, new CauseAction(cause)) == null
                ? "its job " + name + " takes no builds now"
                : "its job " + name + " is queued";
    }
}
