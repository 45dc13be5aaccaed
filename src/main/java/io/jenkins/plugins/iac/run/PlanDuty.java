package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Plans that are due because a stack upstream was applied: what a stack reads from another may be different now. Follows from
 * the catalog and the journal alone, so that no restart forgets one and none is done twice; a plan that was made, or is under
 * way, since then settles it, and one that failed does not. Nothing is ever applied because of this.
 *
 * @param stack the stack to plan
 * @param upstream the stack that was applied last of those on which it depends directly
 * @param run the run that applied it
 * @param since when that was verified, or its verification overridden
 */
public record PlanDuty(StackId stack, StackId upstream, String run, Instant since) {
    /** Name in the request of a run that only plans, and why. */
    static final String REQUEST = "planOnly";

    private record Applied(String run, Instant at) {}

    /** All that are due, those before whose upstream is due too; runs in the order in which they were asked for. */
    public static List<PlanDuty> of(Catalog catalog, Collection<Run> runs) {
        Map<String, Applied> applied = new HashMap<>();
        Map<String, Instant> planned = new HashMap<>();
        for (Run run : runs) {
            if (changes(run.operation())) {
                if (isPlanned(run)) {
                    planned.merge(run.stackName(), run.requestedAt(), (a, b) -> a.isAfter(b) ? a : b);
                }
                Instant at = verified(run);
                if (at != null) {
                    applied.merge(run.stackName(), new Applied(run.id(), at), (a, b) -> a.at().isAfter(b.at()) ? a : b);
                }
            }
        }
        List<PlanDuty> due = new ArrayList<>();
        for (Stack stack : catalog.stacks()) {
            Instant last = planned.getOrDefault(stack.id().value(), Instant.MIN);
            PlanDuty latest = null;
            for (StackId upstream : stack.dependsOn()) {
                Applied apply = applied.get(upstream.value());
                if (apply != null
                        && apply.at().isAfter(last)
                        && (latest == null || apply.at().isAfter(latest.since()))) {
                    latest = new PlanDuty(stack.id(), upstream, apply.run(), apply.at());
                }
            }
            if (latest != null) {
                due.add(latest);
            }
        }
        return List.copyOf(due);
    }

    private static boolean changes(Operation operation) {
        return operation == Operation.PLAN || operation == Operation.DESTROY || operation == Operation.IMPORT;
    }

    /** Whether there is a plan, or one may still come. */
    private static boolean isPlanned(Run run) {
        return run.end() == null
                || run.steps().stream()
                        .anyMatch(s -> s.state() == RunState.PLANNED || s.state() == RunState.NO_CHANGES);
    }

    /** Since when a run's changes stand and its stack is free: null where nothing was applied, or it is in doubt. */
    private static Instant verified(Run run) {
        if (run.isVerifiedByOverride()) {
            // Of an unlock nothing but these is kept when its records are compacted.
            return StreamSupport.stream(
                            run.fact(Run.UNLOCKED).path(Run.OVERRIDES).spliterator(), false)
                    .map(row -> Instant.parse(row.path("override").path("at").asText()))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
        return run.steps().stream()
                .filter(s -> run.end() == RunState.VERIFIED && s.state() == RunState.VERIFIED)
                .map(Run.Step::at)
                .findFirst()
                .orElse(null);
    }

    /** Whether a run was asked for only to be planned. */
    static boolean isPlanOnly(Run run) {
        return run.fact("request").path(REQUEST).isTextual();
    }

    /** What the request of such a run says. */
    public static void ask(com.fasterxml.jackson.databind.node.ObjectNode request, String because) {
        request.put(REQUEST, because);
    }

    /** Why it is due, as people read it. */
    public String because() {
        return upstream + ", on which it depends, was applied by run " + run + " at " + since;
    }

    /** As programs read it. */
    public static ArrayNode json(List<PlanDuty> due) {
        ArrayNode array = Json.array();
        due.forEach(d -> array.addObject()
                .put("stack", d.stack().value())
                .put("upstream", d.upstream().value())
                .put("run", d.run())
                .put("since", d.since().toString()));
        return array;
    }
}
