package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.StackGraph;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.LockTable;
import io.jenkins.plugins.iac.lock.Waiter;
import io.jenkins.plugins.iac.lock.WaitingLine;
import io.jenkins.plugins.iac.lock.WaitingRun;
import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import io.jenkins.plugins.iac.lock.WaitingRun.Priority;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.StackId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everyone in line, as the journal and the catalog alone tell it: for whoever has no host at hand. */
public final class Waiters {
    private Waiters() {}

    /**
     * Runs that wait for an agent, and those that are due and wait until somebody applies them again.
     *
     * @param admission today's, or null where the catalog cannot be read; then nothing that writes has its turn
     * @return by the id of the run
     */
    public static Map<String, Waiter> of(Collection<Run> runs, LockTable table, Admission admission, Instant now) {
        WaitingLine line = new WaitingLine();
        if (admission != null) {
            follow(line, admission.catalog());
        }
        Map<String, Condition> drift = admission == null
                ? Map.of()
                : DriftDuty.held(runs, admission.catalog().drift());
        for (Run run : runs) {
            if (InLine.isWaiting(run) || run.state() == RunState.APPLY_QUEUED && StackId.isValid(run.stackName())) {
                line.enqueue(InLine.of(run).orElseGet(() -> due(run)));
                line.hold(run.id(), drift.getOrDefault(run.id(), held(run, table, admission, now)));
            } else if (InLine.isAtWork(run)) {
                InLine.of(run).ifPresent(line::started);
            }
        }
        return line.report(now);
    }

    /** Has a line go by the dependencies and limits of a catalog. */
    public static void follow(WaitingLine line, Catalog catalog) {
        Map<String, Integer> most = new HashMap<>();
        for (Pool pool : catalog.pools()) {
            most.put(pool.name(), pool.maxConcurrent());
        }
        StackGraph graph = catalog.graph();
        line.rules(graph.upstream(), most, graph.oneAtATime());
    }

    private static WaitingRun due(Run run) {
        String pool = run.fact("admission").path("pool").asText("");
        return new WaitingRun(run.id(), run.stack(), pool, Lane.WRITE, Priority.TRACKED, run.changedAt());
    }

    private static Condition held(Run run, LockTable table, Admission admission, Instant now) {
        if (admission != null) {
            return InLine.held(run, () -> admission, table, now);
        }
        return run.state() == RunState.APPLY_QUEUED
                ? Condition.failed(
                        "catalog", "a catalog that can be read", "none", "name it with --catalog, or mend it")
                : null;
    }

    /** As programs read it: position, since when, and every reason that keeps it. */
    public static ObjectNode json(Waiter waiter) {
        ObjectNode json = Json.object()
                .put("position", waiter.turn().position())
                .put("pool", waiter.run().pool())
                .put("since", waiter.run().since().toString())
                .put("priority", waiter.run().priority().name().toLowerCase(java.util.Locale.ROOT));
        List<Condition> failed =
                waiter.turn().reasons().stream().filter(c -> !c.passed()).toList();
        ArrayNode reasons = json.putArray("reasons");
        failed.forEach(c -> reasons.addObject()
                .put("rule", c.rule())
                .put("expected", c.expected())
                .put("found", c.found())
                .put("message", c.message()));
        return json;
    }
}
