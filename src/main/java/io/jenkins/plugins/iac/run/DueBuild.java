package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import io.jenkins.plugins.iac.model.Operation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan that is due, and the build that a host repeats to get it: the last that planned the stack in order to apply it.
 * Requests, and plans that are nothing but plans, do not count, so that nobody has a host build their job by planning a stack.
 *
 * @param build the build as its run named it, or null where there was none
 */
public record DueBuild(PlanDuty duty, String build) {
    /**
     * The plans that are due because of one run, each with its build.
     *
     * @param applied the run that applied a stack upstream
     * @param runs in the order in which they were asked for
     */
    public static List<DueBuild> after(String applied, Catalog catalog, Collection<Run> runs) {
        Map<String, String> builds = new HashMap<>();
        for (Run run : runs) {
            String build = run.fact("request").path("build").asText("");
            if (!build.isEmpty() && wasToBeApplied(run)) {
                builds.put(run.stackName(), build);
            }
        }
        return PlanDuty.of(catalog, runs).stream()
                .filter(duty -> duty.run().equals(applied))
                .map(duty -> new DueBuild(duty, builds.get(duty.stack().value())))
                .toList();
    }

    private static boolean wasToBeApplied(Run run) {
        if (run.operation() != Operation.PLAN
                || PlanDuty.isPlanOnly(run)
                || run.source().kind().isRequest()) {
            return false;
        }
        String lane = run.fact(InLine.FACT).path("lane").asText("");
        return lane.equals(Lane.TRACKED_PLAN.name())
                || lane.equals(Lane.WRITE.name())
                || run.steps().stream()
                        .anyMatch(s -> s.state() == RunState.AWAITING_APPROVAL || s.state() == RunState.APPROVED);
    }
}
