package io.jenkins.plugins.iac.jenkins.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.run.EndKind;
import io.jenkins.plugins.iac.run.Identities;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts the steps that runs take. It is shown all runs at each scrape and counts what it has not seen of each; steps from
 * before the controller started belong to its predecessor's counters. Runs that the journal no longer has are forgotten,
 * their counts are not.
 */
final class RunMeter {
    private final Meters meters;
    private final Instant start;
    private final Map<String, Integer> seen = new HashMap<>();
    private final Map<String, Integer> tokens = new HashMap<>();

    RunMeter(Meters meters, Instant start) {
        this.meters = meters;
        this.start = start;
    }

    /** Takes in what is new. One thread at a time. */
    synchronized void take(Collection<Run> runs, Names names) {
        Set<String> there = new HashSet<>(runs.size() * 2);
        for (Run run : runs) {
            there.add(run.id());
            int from = seen.getOrDefault(run.id(), 0);
            for (int i = from; i < run.steps().size(); i++) {
                if (!run.steps().get(i).at().isBefore(start)) {
                    step(run, i, names);
                }
            }
            if (from < run.steps().size()) {
                seen.put(run.id(), run.steps().size());
            }
            tokens(run, names);
        }
        if (seen.size() > there.size()) {
            seen.keySet().retainAll(there);
            tokens.keySet().retainAll(there);
        }
    }

    private static Labels pool(Run run, Names names) {
        return Labels.of("pool", names.pool(run.fact("admission").path("pool").asText("")));
    }

    private void tokens(Run run, Names names) {
        JsonNode issued = run.fact(Identities.SESSIONS);
        for (int i = tokens.getOrDefault(run.id(), 0); i < issued.size(); i++) {
            if (!Instant.parse(issued.get(i).path("issuedAt").asText()).isBefore(start)) {
                Labels pool = pool(run, names);
                meters.add(Metric.TOKENS_ISSUED, pool, 1);
                meters.add(Metric.STACK_TOKENS, pool.and("stack", names.stack(run.stackName())), 1);
            }
        }
        if (!issued.isEmpty()) {
            tokens.put(run.id(), issued.size());
        }
    }

    private void step(Run run, int index, Names names) {
        RunState state = run.steps().get(index).state();
        Instant at = run.steps().get(index).at();
        Labels pool = pool(run, names);
        Labels stack = pool.and("stack", names.stack(run.stackName()));
        if (Lifecycle.isEnd(state)) {
            meters.add(Metric.RUNS, pool.and("operation", run.operation().id()).and("end", state.id()), 1);
            meters.add(Metric.STACK_ENDS, stack.and("end", EndKind.of(state).id()), 1);
        }
        switch (state) {
            case REJECTED -> {
                meters.add(
                        Metric.ADMISSION_REJECTIONS,
                        Labels.of("source", run.source().kind().id()),
                        1);
                refused(PolicyPoints.of(run, Point.ADMISSION), pool, stack);
            }
            case POLICY_FAILED ->
                refused(Set.of((run.operation() == Operation.DRIFT ? Point.DRIFT : Point.PLAN).id()), pool, stack);
            case REFUSED -> refused(PolicyPoints.atTheDoor(run), pool, stack);
            case PLANNED, NO_CHANGES -> {
                double seconds = between(run, RunState.PREPARING, at);
                meters.observe(
                        Metric.PLAN_SECONDS,
                        pool.and("operation", run.operation().id()),
                        seconds);
                meters.add(Metric.STACK_PLAN_SECONDS, stack, seconds);
                meters.add(Metric.STACK_PLANS, stack, 1);
            }
            case APPROVED -> {
                if (has(run, RunState.AWAITING_APPROVAL)) {
                    double seconds = between(run, RunState.AWAITING_APPROVAL, at);
                    meters.observe(Metric.APPROVAL_SECONDS, pool, seconds);
                    meters.add(Metric.STACK_APPROVAL_SECONDS, stack, seconds);
                    meters.add(Metric.STACK_APPROVALS, stack, 1);
                }
            }
            case APPLIED, APPLY_FAILED, APPLY_UNKNOWN -> {
                double seconds = between(run, RunState.APPLYING, at);
                String operation = run.operation() == Operation.PLAN
                        ? Operation.APPLY.id()
                        : run.operation().id();
                meters.observe(Metric.APPLY_SECONDS, pool.and("operation", operation), seconds);
                meters.add(Metric.STACK_APPLY_SECONDS, stack, seconds);
                meters.add(Metric.STACK_APPLIES, stack, 1);
            }
            case VERIFIED, VERIFICATION_FAILED -> {
                meters.observe(Metric.VERIFY_SECONDS, pool, between(run, RunState.APPLIED, at));
                if (state == RunState.VERIFICATION_FAILED) {
                    refused(PolicyPoints.of(run, Point.VERIFY), pool, stack);
                }
            }
            default -> {
                // Nothing is told by the states between.
            }
        }
    }

    private void refused(Set<String> points, Labels pool, Labels stack) {
        for (String point : points) {
            meters.add(Metric.POLICY_REJECTIONS, pool.and("point", point), 1);
            meters.add(Metric.STACK_POLICY_REJECTIONS, stack.and("point", point), 1);
        }
    }

    private static boolean has(Run run, RunState state) {
        return run.steps().stream().anyMatch(s -> s.state() == state);
    }

    /** From the first time that it came to a state; 0 where it never did. */
    private static double between(Run run, RunState from, Instant until) {
        return run.steps().stream()
                .filter(s -> s.state() == from)
                .reduce((earlier, last) -> last)
                .map(s -> Duration.between(s.at(), until).toMillis() / 1000.0)
                .orElse(0.0);
    }
}
