package io.jenkins.plugins.iac.jenkins.scm;

import hudson.model.Cause;
import hudson.model.Run;
import hudson.triggers.SCMTrigger;
import hudson.triggers.TimerTrigger;
import io.jenkins.plugins.iac.model.Trigger;
import java.util.List;
import java.util.Objects;

/** Why a build runs. Causes of plugins that need not be there are known by the names of their classes. */
final class Causes {
    private static final String REPLAY = "org.jenkinsci.plugins.workflow.cps.replay.ReplayCause";
    private static final String RESTART =
            "org.jenkinsci.plugins.pipeline.modeldefinition.causes.RestartDeclarativePipelineCause";
    private static final List<String> PUSHES = List.of(
            "jenkins.branch.BranchEventCause",
            "jenkins.branch.BranchIndexingCause",
            "com.cloudbees.jenkins.GitHubPushCause",
            "com.cloudbees.jenkins.plugins.BitBucketPushCause",
            "com.dabsquared.gitlabjenkins.cause.GitLabWebHookCause");

    private final List<Cause> all;

    private Causes(List<Cause> all) {
        this.all = all;
    }

    static Causes of(Run<?, ?> run) {
        return new Causes(run.getCauses());
    }

    boolean replayed() {
        return all.stream().anyMatch(c -> is(c, REPLAY));
    }

    boolean restarted() {
        return all.stream().anyMatch(c -> is(c, RESTART));
    }

    /** Ids of the people who asked, each once. */
    List<String> requesters() {
        return all.stream()
                .filter(Cause.UserIdCause.class::isInstance)
                .map(c -> ((Cause.UserIdCause) c).getUserId())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** The builds that triggered this one. */
    List<Cause.UpstreamCause> upstream() {
        return all.stream()
                .filter(Cause.UpstreamCause.class::isInstance)
                .map(Cause.UpstreamCause.class::cast)
                .toList();
    }

    /** A person before anything else, then what is least under control of whoever runs this controller. */
    Trigger trigger(boolean request) {
        if (has(Cause.UserIdCause.class)) {
            return Trigger.PERSON;
        }
        if (!upstream().isEmpty()) {
            return Trigger.UPSTREAM;
        }
        if (has(SCMTrigger.SCMTriggerCause.class)
                || all.stream().anyMatch(c -> PUSHES.contains(c.getClass().getName()))) {
            return request ? Trigger.REQUEST : Trigger.PUSH;
        }
        if (has(TimerTrigger.TimerTriggerCause.class)) {
            return Trigger.TIMER;
        }
        return isOfThisController() ? Trigger.UPSTREAM : Trigger.UNKNOWN;
    }

    /** Whether nobody but this controller set it off, because a stack upstream was applied. */
    boolean isOfThisController() {
        return !all.isEmpty() && all.stream().allMatch(StackApplied.class::isInstance);
    }

    private boolean has(Class<? extends Cause> type) {
        return all.stream().anyMatch(type::isInstance);
    }

    private static boolean is(Cause cause, String className) {
        for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(className)) {
                return true;
            }
        }
        return false;
    }
}
