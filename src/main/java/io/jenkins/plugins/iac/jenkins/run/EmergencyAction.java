package io.jenkins.plugins.iac.jenkins.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.Queue;
import hudson.model.Run;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.run.BreakGlass;
import io.jenkins.plugins.iac.run.RunServices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says on a build that somebody who may broke the glass for one stack: what the build plans and changes of this stack is a
 * break-glass run. Put on the build by the page on which the person asked; no script can write one, and a build that
 * replays or restarts this one does not get it.
 */
public final class EmergencyAction extends InvisibleAction implements Queue.QueueAction {
    private static final Set<Operation> CHANGES = Set.of(Operation.PLAN, Operation.APPLY, Operation.DESTROY);

    private final String stack;
    private final String by;
    private final String reason;
    private final long asked;
    private final long expiry;

    /**
     * @param by id of the person who asked, as Jenkins authenticated it
     * @param expiry how long it is to last at most, or null for as long as the catalog lets it
     */
    public EmergencyAction(String stack, String by, String reason, Instant asked, Duration expiry) {
        this.stack = stack;
        this.by = by;
        this.reason = reason;
        this.asked = asked.toEpochMilli();
        this.expiry = expiry == null ? 0 : expiry.toMillis();
    }

    /** What was asked for on a build for a stack; empty where it was not, and for what is no part of a change. */
    public static Optional<EmergencyAction> of(Run<?, ?> build, String stack, Operation operation) {
        return build.getActions(EmergencyAction.class).stream()
                .filter(a -> CHANGES.contains(operation) && a.stack.equals(stack))
                .findFirst();
    }

    /** Puts it into the details of a request. */
    public void into(ObjectNode details, RunServices services) {
        new BreakGlass(services)
                .details(
                        details,
                        stack,
                        reason,
                        Instant.ofEpochMilli(asked),
                        expiry == 0 ? null : Duration.ofMillis(expiry));
    }

    /** A line for the build's log. */
    public String sentence() {
        return "break-glass for " + stack + ", asked for by " + by + ": " + reason;
    }

    /** Is never folded into another build that waits, nor another into it. */
    @Override
    public boolean shouldSchedule(List<Action> actions) {
        return true;
    }
}
