package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.LockTable;
import io.jenkins.plugins.iac.lock.WaitingRun;
import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import io.jenkins.plugins.iac.lock.WaitingRun.Priority;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the journal says of runs that wait for an agent: for which pool, since when, how urgent. From these records alone a
 * host knows after a restart who waited and where. Safe in any thread; writes to the journal.
 */
public final class InLine {
    /** Name of the fact that holds a run's place. */
    public static final String FACT = "queue";

    private static final String GIVEN = "given";
    private final RunServices services;

    public InLine(RunServices services) {
        this.services = services;
    }

    /** An admitted run begins to wait for an agent on which it is planned or checked; it is {@code queued} then. */
    public Run toPlan(Run admitted, String pool) {
        Lane lane = planLane(admitted);
        return services.book().step(admitted, RunState.QUEUED, fact(admitted, pool, admitted.operation(), lane));
    }

    /**
     * An approved run begins to wait for an agent on which it is applied. One that waited before keeps its place.
     *
     * @throws IacException of kind REFUSED if it may not be applied, other than because of the time
     */
    public Run toApply(Run run) {
        Run queued = new ApplySteps(services).inLine(run);
        Operation writing = Terms.writing(queued);
        Pool pool = Terms.of(queued, services, services.clock().instant()).pool();
        if (pool == null) {
            throw ApplySteps.refused(
                    queued,
                    "no pool that offers " + writing,
                    "a pool of the catalog",
                    "let a pool offer it to this stack",
                    List.of());
        }
        return services.book().facts(queued, fact(queued, pool.name(), writing, Lane.WRITE));
    }

    private ObjectNode fact(Run run, String pool, Operation operation, Lane lane) {
        JsonNode before = run.fact(FACT);
        boolean again = before.path("operation").asText().equals(operation.id())
                && before.path("lane").asText().equals(lane.name());
        Instant since = again
                ? Instant.parse(before.path("since").asText())
                : services.clock().instant();
        ObjectNode facts = Json.object();
        facts.putObject(FACT)
                .put("pool", pool)
                .put("operation", operation.id())
                .put("lane", lane.name())
                .put("priority", priority(run).name())
                .put("since", since.toString())
                .putNull(GIVEN);
        return facts;
    }

    /** A plan from which nothing can ever be applied holds up nobody. */
    private Lane planLane(Run run) {
        if (PlanDuty.isPlanOnly(run)
                || run.operation() == Operation.DRIFT
                || run.operation().isStatic()) {
            return Lane.SPECULATIVE;
        }
        AdmissionDecision apply = services.admission()
                .get()
                .decide(Terms.request(run, Terms.writing(run), services.clock().instant()));
        return PlanResults.mayEverApply(apply) ? Lane.TRACKED_PLAN : Lane.SPECULATIVE;
    }

    /** Whether it is in line as a run of which nothing will be applied; one that is in no line may be any. */
    static boolean isSpeculative(Run run) {
        return run.fact(FACT).path("lane").asText().equals(Lane.SPECULATIVE.name());
    }

    private static Priority priority(Run run) {
        if (Terms.isBreakGlass(run)) {
            return Priority.EMERGENCY;
        }
        return run.source().trigger() == Trigger.TIMER ? Priority.SCHEDULED : Priority.TRACKED;
    }

    /** The run has its agent; what follows is work. One that is over meanwhile stays as it is. */
    public void given(String id) {
        Run run = services.book().get(id);
        if (run.fact(FACT).isObject() && Lifecycle.isLive(run.state())) {
            ObjectNode place = run.fact(FACT).deepCopy();
            place.put(GIVEN, services.clock().instant().toString());
            services.book().facts(run, Journey.fact(FACT, place));
        }
    }

    /** Whether it waits for an agent. */
    public static boolean isWaiting(Run run) {
        return (run.state() == RunState.QUEUED || run.state() == RunState.APPLY_QUEUED)
                && run.fact(FACT).path(GIVEN).isNull();
    }

    /** Whether somebody works on it. */
    public static boolean isAtWork(Run run) {
        return Recovery.needsProcess(run) && !isWaiting(run);
    }

    /** The run as the order sees it; empty where it never waited, or asked for something that is no stack. */
    public static Optional<WaitingRun> of(Run run) {
        JsonNode place = run.fact(FACT);
        if (!place.isObject() || !StackId.isValid(run.stackName())) {
            return Optional.empty();
        }
        return Optional.of(new WaitingRun(
                run.id(),
                run.stack(),
                place.path("pool").asText(),
                Lane.valueOf(place.path("lane").asText()),
                Priority.valueOf(place.path("priority").asText()),
                Instant.parse(place.path("since").asText())));
    }

    /**
     * What else than its turn keeps a run that waits to be applied: a freeze, a window, a lock. What cannot be found out
     * keeps it.
     *
     * @return the first condition that does not hold, or null
     */
    public static Condition held(Run run, Supplier<Admission> admission, LockTable table, Instant now) {
        if (run.state() != RunState.APPLY_QUEUED) {
            return null;
        }
        try {
            return Terms.of(run, admission.get(), now).claim(run, now).check(table).stream()
                    .filter(c -> !c.passed())
                    .findFirst()
                    .orElseGet(() -> BackendLocked.held(run, now));
        } catch (IacException e) {
            return Condition.failed(
                    "catalog",
                    e.problem().expected(),
                    e.problem().found(),
                    e.problem().next());
        }
    }
}
