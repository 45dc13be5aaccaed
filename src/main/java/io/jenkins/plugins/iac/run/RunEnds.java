package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Problem;
import java.util.EnumSet;
import java.util.Set;

/**
 * Ends that no decision of the engine brings about: somebody stops a run, its host gives it up, its agent fails. What is
 * held is given back; where something may have been changed the stack is frozen instead. A run that has ended already
 * stays as it is.
 */
public final class RunEnds {
    private static final Set<RunState> APPROVED = EnumSet.of(RunState.APPROVED, RunState.APPLY_QUEUED);
    private final RunServices services;

    public RunEnds(RunServices services) {
        this.services = services;
    }

    /**
     * Stopped on purpose, or given up because its host's part of it is over.
     *
     * @param by who or what stopped it
     * @return the run as {@code canceled}; as {@code policy_failed} where a look for drift awaited an override; as {@code apply_unknown} if it had begun to apply and nobody knows how it ended
     */
    public Run stopped(Run run, String by, String why) {
        Run now = services.book().get(run.id());
        if (!Lifecycle.isLive(now.state())) {
            return now;
        }
        ObjectNode facts = Json.object();
        facts.putObject("stopped").put("by", by).put("why", why);
        if (!Lifecycle.isBeforeApplying(now.state())) {
            Run told = services.book().facts(now, facts);
            return inDoubt(
                    told, new Problem("applying", where(now), why, "an apply that was seen to its end", UNKNOWN));
        }
        // A look for drift has looked: that nobody waits for an override any more takes nothing of it back.
        boolean looked = now.isAwaitingOverride() && now.operation() == Operation.DRIFT;
        return ended(now, looked ? RunState.POLICY_FAILED : RunState.CANCELED, facts);
    }

    /**
     * Failed before anything was changed: {@code failed}, or {@code canceled} where nothing had begun. An approved plan that
     * no agent has begun to apply stays, whatever failed (no room for its records, say): nothing is wrong with the plan, and
     * it may be applied again.
     */
    public Run failed(Run run, Problem problem) {
        Run now = services.book().get(run.id());
        if (!Lifecycle.isLive(now.state()) || APPROVED.contains(now.state())) {
            return now;
        }
        if (!Lifecycle.isBeforeApplying(now.state())) {
            return inDoubt(now, problem);
        }
        RunState end = Lifecycle.isLegal(now.state(), RunState.FAILED) ? RunState.FAILED : RunState.CANCELED;
        return ended(now, end, Journey.fact("problem", Json.tree(problem)));
    }

    /** The time in which an approval was waited for is over. */
    public Run expired(Run run, String why) {
        Run now = services.book().get(run.id());
        ObjectNode facts = Json.object();
        facts.putObject("stopped").put("by", "timeout").put("why", why);
        if (now.isAwaitingOverride()) {
            return ended(now, RunState.POLICY_FAILED, facts);
        }
        if (!Lifecycle.isLegal(now.state(), RunState.EXPIRED)) {
            return now;
        }
        return ended(now, RunState.EXPIRED, facts);
    }

    private static final String UNKNOWN = "compare the state with the world, then unlock the stack";

    private Run inDoubt(Run now, Problem problem) {
        if (now.state() == RunState.APPLYING) {
            return new ApplySteps(services).unknown(now, problem);
        }
        // Applied, but not verified: that is what is recorded.
        ObjectNode facts = Journey.fact("verification", Json.object().put("empty", false));
        ((ObjectNode) facts.get("verification")).set("problem", Json.tree(problem));
        Run end = services.book().step(now, RunState.VERIFICATION_FAILED, facts);
        new RunLocks(services).freeze(end, end.state());
        return services.book().get(end.id());
    }

    /** The record comes first; a lock that is left by a crash between the two belongs to a run that has ended. */
    private Run ended(Run now, RunState end, ObjectNode facts) {
        Run ended = services.book().step(now, end, facts);
        services.plans().forget(ended.id());
        new RunLocks(services).release(ended);
        return services.book().get(ended.id());
    }

    private static String where(Run run) {
        return "stack " + run.stackName() + ", run " + run.id();
    }
}
