package io.jenkins.plugins.iac.drift;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.StackId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which stacks are looked at now, which wait and why, and when to ask again. A pure decision: the same values give the same
 * answer, also after a restart, so nothing is forgotten and nothing is done twice.
 *
 * <p>Each stack has a point of its own within its interval, which follows from its name, and each round adds some of a tenth
 * of the interval: stacks of one schedule do not all start at once, nor always behind the same other. A check that does not
 * get its turn stays due until it does.
 *
 * @param start to be started now, the longest due first
 * @param waiting due, but something is in the way
 * @param next when something becomes due that is not yet, or null
 */
public record DriftAgenda(List<Due> start, List<Waiting> waiting, Instant next) {
    private static final int JITTER_PART = 10;

    /**
     * A stack that is looked at regularly.
     *
     * @param perPool most checks at a time in the pool
     * @param lastChecked when the last check that was not called off began, or null
     */
    public record Candidate(StackId stack, String pool, Duration every, int perPool, Instant lastChecked) {}

    /** A check that is due, and since when: the beginning of time where nobody has ever looked. */
    public record Due(StackId stack, String pool, int perPool, Instant since) {}

    /** A check that is due and may not start yet. */
    public record Waiting(Due due, int position, Condition reason) {}

    public DriftAgenda {
        start = List.copyOf(start);
        waiting = List.copyOf(waiting);
    }

    /**
     * Decides.
     *
     * @param busy stacks with a run at work, a check of drift among them
     * @param atWork checks at work in each pool
     */
    public static DriftAgenda of(
            Collection<Candidate> candidates, Set<StackId> busy, Map<String, Integer> atWork, Instant now) {
        List<Due> due = new ArrayList<>();
        Instant next = null;
        for (Candidate candidate : candidates) {
            Instant since = dueSince(candidate);
            if (!since.isAfter(now)) {
                due.add(new Due(candidate.stack(), candidate.pool(), candidate.perPool(), since));
            } else if (next == null || since.isBefore(next)) {
                next = since;
            }
        }
        due.sort(Comparator.comparing(Due::since).thenComparing(d -> d.stack().value()));
        Map<String, Integer> taken = new HashMap<>(atWork);
        Map<String, Integer> line = new HashMap<>();
        List<Due> start = new ArrayList<>();
        List<Waiting> waiting = new ArrayList<>();
        for (Due check : due) {
            if (busy.contains(check.stack())) {
                waiting.add(new Waiting(
                        check,
                        line.merge(check.pool(), 1, Integer::sum),
                        Condition.failed(
                                "drift.stack",
                                "no run of the stack at work",
                                "a run at work",
                                "it is looked at when the run has ended")));
            } else if (taken.getOrDefault(check.pool(), 0) >= check.perPool()) {
                waiting.add(new Waiting(
                        check,
                        line.merge(check.pool(), 1, Integer::sum),
                        full(check.pool(), check.perPool(), taken.get(check.pool()))));
            } else {
                taken.merge(check.pool(), 1, Integer::sum);
                start.add(check);
            }
        }
        return new DriftAgenda(start, waiting, next);
    }

    /** Why a check waits whose pool has as many at work as its schedule allows. */
    public static Condition full(String pool, int perPool, int atWork) {
        return Condition.failed(
                "drift.pool",
                "at most " + perPool + " checks at work in " + pool,
                atWork + " at work",
                "it waits for its turn; nothing is skipped");
    }

    /** Since when a check is due, or when it will be: its first point behind the last check. */
    private static Instant dueSince(Candidate candidate) {
        Instant last = candidate.lastChecked();
        if (last == null) {
            return Instant.EPOCH;
        }
        long every = Math.max(1, candidate.every().toMillis());
        long phase = Math.floorMod(hash(candidate.stack().value()), every);
        long round = Math.floorDiv(last.toEpochMilli() - phase, every) - 1;
        Instant due = point(candidate, round, every, phase);
        while (!due.isAfter(last)) {
            due = point(candidate, ++round, every, phase);
        }
        return due;
    }

    private static Instant point(Candidate candidate, long round, long every, long phase) {
        long jitter = Math.floorMod(hash(candidate.stack().value() + "#" + round), Math.max(1, every / JITTER_PART));
        return Instant.ofEpochMilli(round * every + phase + jitter);
    }

    private static long hash(String text) {
        return ByteBuffer.wrap(Sha256.of(text).bytes()).getLong();
    }
}
