package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import io.jenkins.plugins.iac.model.StackId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The rules as sentences, quadratic and plain. */
final class PlainOrder {
    static final Map<String, Integer> LIMITS = Map.of("p0", 2, "p1", 0, "p2", 3);
    final Map<String, WaitingRun> waiting = new HashMap<>();
    final Map<String, WaitingRun> running = new HashMap<>();
    final Set<String> held = new HashSet<>();
    private final Map<String, Instant> passed = new HashMap<>();
    private final Map<StackId, List<StackId>> graph;
    private final Map<StackId, String> alone;

    PlainOrder(Map<StackId, List<StackId>> graph, Map<StackId, String> alone) {
        this.graph = graph;
        this.alone = alone;
    }

    boolean mayGo(WaitingRun run, Instant now) {
        if (isBlocked(run)) {
            return false;
        }
        int limit = LIMITS.get(run.pool());
        long atWork = running.values().stream()
                .filter(r -> r.pool().equals(run.pool()))
                .count();
        long before = waiting.values().stream()
                .filter(r -> r.pool().equals(run.pool()) && goesBefore(r, run, now))
                .filter(r -> !isBlocked(r))
                .count();
        return limit == 0 || atWork + before < limit;
    }

    /** The run to which a free agent is offered, or null. */
    String first(String pool, Instant now) {
        return waiting.values().stream()
                .filter(r -> r.pool().equals(pool) && !isBlocked(r))
                .min((a, b) -> goesBefore(a, b, now) ? -1 : 1)
                .filter(r -> mayGo(r, now))
                .map(WaitingRun::run)
                .orElse(null);
    }

    void start(WaitingRun run, Instant now) {
        if (run.lane() == Lane.SPECULATIVE
                && isOld(run, now)
                && readyWrites(run.pool()).findAny().isPresent()) {
            passed.put(run.pool(), now);
        }
        waiting.remove(run.run());
        running.put(run.run(), run);
    }

    private Stream<WaitingRun> readyWrites(String pool) {
        return waiting.values().stream().filter(r -> r.pool().equals(pool) && r.lane() == Lane.WRITE && !isBlocked(r));
    }

    int position(WaitingRun run, Instant now) {
        return 1
                + (int) waiting.values().stream()
                        .filter(r -> r != run && r.pool().equals(run.pool()) && goesBefore(r, run, now))
                        .count();
    }

    private boolean isBlocked(WaitingRun run) {
        return isBlockedElsewhere(run)
                || running.values().stream().anyMatch(other -> isSameAlone(run, other))
                || waiting.values().stream()
                        .anyMatch(other -> other != run
                                && isSameAlone(run, other)
                                && other.pool().equals(run.pool())
                                && earlier(other, run)
                                && !isBlockedElsewhere(other));
    }

    private boolean isSameAlone(WaitingRun run, WaitingRun other) {
        String environment = alone.get(run.stack());
        return environment != null
                && environment.equals(alone.get(other.stack()))
                && run.lane() == Lane.WRITE
                && other.lane() == Lane.WRITE;
    }

    private boolean isBlockedElsewhere(WaitingRun run) {
        if (held.contains(run.run())) {
            return true;
        }
        if (run.lane() == Lane.SPECULATIVE) {
            return false;
        }
        for (WaitingRun other : running.values()) {
            if (other.lane() != Lane.SPECULATIVE
                    && (other.stack().equals(run.stack()) || dependsOn(run.stack(), other.stack()))) {
                return true;
            }
        }
        for (WaitingRun other : waiting.values()) {
            if (other.lane() == Lane.SPECULATIVE || other == run || held.contains(other.run())) {
                continue;
            }
            if (other.stack().equals(run.stack()) && earlier(other, run)
                    || dependsOn(run.stack(), other.stack())
                            && !other.since().isAfter(run.since().plus(RunOrder.GRACE))) {
                return true;
            }
        }
        return false;
    }

    private boolean dependsOn(StackId stack, StackId other) {
        return graph.get(stack).stream().anyMatch(on -> on.equals(other) || dependsOn(on, other));
    }

    private boolean goesBefore(WaitingRun other, WaitingRun run, Instant now) {
        boolean otherOrdinary = isOrdinary(other, now);
        return otherOrdinary == isOrdinary(run, now) ? earlier(other, run) : otherOrdinary;
    }

    private boolean isOrdinary(WaitingRun run, Instant now) {
        if (run.lane() != Lane.SPECULATIVE) {
            return true;
        }
        if (!isOld(run, now) || readyWrites(run.pool()).findAny().isEmpty()) {
            return isOld(run, now);
        }
        Instant last = passed.getOrDefault(run.pool(), Instant.MIN);
        return !isBlocked(run)
                && readyWrites(run.pool()).allMatch(write -> write.since().isAfter(last))
                && waiting.values().stream()
                        .noneMatch(other -> other.pool().equals(run.pool())
                                && other.lane() == Lane.SPECULATIVE
                                && !isBlocked(other)
                                && earlier(other, run));
    }

    private static boolean isOld(WaitingRun run, Instant now) {
        return !now.isBefore(run.key().plus(RunOrder.PATIENCE));
    }

    private static boolean earlier(WaitingRun other, WaitingRun run) {
        int order = other.key().compareTo(run.key());
        return order < 0 || order == 0 && other.run().compareTo(run.run()) < 0;
    }
}
