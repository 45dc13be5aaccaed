package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness;
import io.jenkins.plugins.iac.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a host does first after it took the journal over: the records say which effects may have happened, and every run
 * whose process is gone is taken where {@link RunState#recovery} says. Nothing is started again and nothing is guessed: an
 * apply that may have happened ends as {@code apply_unknown} with its stack frozen. May be called as often as one likes.
 */
public final class Recovery {
    private static final String LOST = "a run without a process: whoever worked on it died";
    private final RunServices services;
    private final Liveness liveness;

    /** @param liveness DEAD only where the host knows; any other answer leaves the run alone */
    public Recovery(RunServices services, Liveness liveness) {
        this.services = services;
        this.liveness = liveness;
    }

    /** Whether a run stands where only a living process could leave it, or has come to an end without being sealed. */
    public static boolean concerns(Run run) {
        return needsProcess(run) || Lifecycle.isEnd(run.state());
    }

    /** Whether a run that stands here needs somebody who works on it; the others wait for people. */
    static boolean needsProcess(Run run) {
        return switch (run.state()) {
            case AWAITING_APPROVAL, APPROVED, APPLY_QUEUED -> false;
            case PLANNED -> !run.isAwaitingOverride();
            default -> Lifecycle.isLive(run.state());
        };
    }

    /**
     * Settles every run that is dead.
     *
     * @return the runs that were changed, as they are now, in the order in which they were asked for
     */
    public List<Run> recover() {
        List<Run> changed = new ArrayList<>();
        for (Run run : services.book().all()) {
            if (run.state() == RunState.SEALED
                    && services.locks().table().locksOf(run.id()).isEmpty()) {
                continue;
            }
            if (liveness.of(run.id()) == Liveness.Owner.DEAD) {
                Run settled = settle(run);
                if (settled.state() != run.state()) {
                    changed.add(settled);
                }
            }
        }
        new Unlocking(services).finish();
        forgetPlans();
        return changed;
    }

    /**
     * A saved plan holds secrets: none is kept for a run that nobody will apply any more, nor are its secrets, but where somebody
     * has to break its lock.
     */
    private void forgetPlans() {
        Set<String> live = services.book().all().stream()
                .filter(r -> Lifecycle.isLive(r.state()))
                .map(Run::id)
                .collect(Collectors.toSet());
        for (String id : services.plans().kept()) {
            if (!live.contains(id)) {
                if (services.locks().table().locksOf(id).isEmpty()) {
                    services.plans().forget(id);
                } else {
                    services.plans().forgetPlan(id);
                }
            }
        }
    }

    private Run settle(Run run) {
        Run ended = needsProcess(run) ? end(run) : run;
        locks(ended);
        return new Sealer(services).seal(services.book().get(ended.id()));
    }

    private Run end(Run run) {
        RunState to =
                switch (run.state()) {
                    // Nothing is wrong with the plan, and it was not touched: it may be applied again.
                    case APPLY_ASSIGNED -> RunState.APPLY_QUEUED;
                    case APPLYING -> RunState.APPLY_UNKNOWN;
                    // The tool reported success; that nobody looked afterwards is not success.
                    case APPLIED, VERIFYING -> RunState.VERIFICATION_FAILED;
                    default -> RunState.CANCELED;
                };
        Problem problem = new Problem(
                "recovering after a crash",
                "stack " + run.stackName() + ", run " + run.id(),
                LOST + " while it was " + run.state() + " (" + run.state().meaning() + "): "
                        + run.state().recovery().meaning(),
                "a run that comes to its end",
                to.next());
        ObjectNode facts = Json.object();
        facts.set("problem", Json.tree(problem));
        if (to == RunState.APPLY_UNKNOWN) {
            facts.putObject("apply").set("problem", Json.tree(problem));
        } else if (to == RunState.VERIFICATION_FAILED) {
            facts.putObject("verification").put("empty", false).set("problem", Json.tree(problem));
        }
        return services.book().step(run, to, facts);
    }

    /** What a dead run holds is given back, unless its end is in doubt: then it stays until a person breaks it. */
    private void locks(Run run) {
        RunState end = run.end();
        if (end != null && Lifecycle.freezes(end)) {
            new RunLocks(services).freeze(run, end);
        } else {
            new RunLocks(services).release(run);
        }
    }
}
