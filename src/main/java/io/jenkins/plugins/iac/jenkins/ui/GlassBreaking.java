package io.jenkins.plugins.iac.jenkins.ui;

import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Run;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.approval.Wait;
import io.jenkins.plugins.iac.jenkins.run.EmergencyAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.BreakGlass;
import io.jenkins.plugins.iac.run.RunServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;

/**
 * Breaking the glass: a new build of the same job with the same parameters, in which one stack is planned and changed as the
 * environment's rule for emergencies says. Whoever asks needs {@code IaC/BreakGlass} and must be a person; who approves,
 * where it runs and how long it lasts is the catalog's.
 */
final class GlassBreaking {
    private GlassBreaking() {}

    /** Whether the person who looks may ask for it by a build of this job; the catalog may still have no rule. */
    static boolean isPermitted(Run<?, ?> build) {
        return Jenkins.get().hasPermission(IacPermissions.BREAK_GLASS)
                && build != null
                && build.getParent().hasPermission(Item.BUILD);
    }

    /** Whether the catalog has a rule for emergencies of a stack. */
    static boolean isKnown(RunServices services, String stack) {
        try {
            return new BreakGlass(services).rule(stack).isPresent();
        } catch (IacException e) {
            return false;
        }
    }

    /**
     * Schedules the build.
     *
     * @param build a build of the job
     * @param expiry how long it is to last, as people write it; blank for as long as the catalog lets it
     */
    static HttpResponse ask(Run<?, ?> build, String stack, String reason, String expiry) {
        Jenkins.get().checkPermission(IacPermissions.BREAK_GLASS);
        Job<?, ?> job = build.getParent();
        job.checkPermission(Item.BUILD);
        return Decision.carryOut(
                (person, caller) -> {
                    if (!person.authenticated()) {
                        throw HttpResponses.errorWithoutStack(403, "only a person who is logged in breaks the glass");
                    }
                    RunServices services = IacRuns.get().services();
                    String why = Decision.text(reason);
                    Duration wanted = Wait.parse(expiry);
                    if (why.isEmpty()) {
                        throw new IllegalArgumentException(
                                "expected a reason; it is told to others and kept as evidence");
                    }
                    if (new BreakGlass(services).rule(stack).isEmpty()) {
                        throw HttpResponses.errorWithoutStack(
                                409,
                                "the environment of " + stack
                                        + " has no rule for break-glass; put one into the catalog,"
                                        + " or build the job as usual");
                    }
                    schedule(
                            build,
                            new EmergencyAction(
                                    stack, person.id(), why, services.clock().instant(), wanted));
                },
                HttpResponses.redirectViaContextPath(job.getUrl()));
    }

    private static void schedule(Run<?, ?> build, EmergencyAction emergency) {
        List<Action> actions = new ArrayList<>();
        actions.add(new CauseAction(new Cause.UserIdCause()));
        actions.add(emergency);
        actions.addAll(build.getActions(ParametersAction.class));
        Queue.Item item = ParameterizedJobMixIn.scheduleBuild2(build.getParent(), 0, actions.toArray(Action[]::new));
        if (item == null) {
            throw HttpResponses.errorWithoutStack(
                    409, "Jenkins does not build this job now: it is disabled, or no job of that kind");
        }
    }
}
