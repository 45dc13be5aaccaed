package io.jenkins.plugins.iac.jenkins.metrics;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.evidence.CopyStatus;
import io.jenkins.plugins.iac.jenkins.queue.PoolUse;
import io.jenkins.plugins.iac.jenkins.run.ArchivedEvidence;
import io.jenkins.plugins.iac.journal.JournalHealth;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.lock.LockStatus;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.run.DriftStatus;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.Receipts;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How things stand at one moment. Writes gauges; a series is left out where it would say nothing. */
final class Scrape {
    private final Exposition out;
    private final Names names;
    private final Instant now;

    Scrape(Exposition out, Names names, Instant now) {
        this.out = out;
        this.names = names;
        this.now = now;
    }

    void runs(Collection<Run> runs) {
        Map<RunState, Integer> live = new EnumMap<>(RunState.class);
        for (RunState state : RunState.values()) {
            if (Lifecycle.isLive(state)) {
                live.put(state, 0);
            }
        }
        Instant oldest = now;
        for (Run run : runs) {
            if (Lifecycle.isLive(run.state())) {
                live.merge(run.state(), 1, Integer::sum);
                if (run.state() == RunState.AWAITING_APPROVAL && run.changedAt().isBefore(oldest)) {
                    oldest = run.changedAt();
                }
            }
        }
        live.forEach((state, count) -> out.gauge(Metric.RUNS_LIVE, Labels.of("state", state.id()), count));
        out.gauge(Metric.APPROVALS_WAITING, Labels.NONE, live.get(RunState.AWAITING_APPROVAL));
        out.gauge(Metric.APPROVALS_OLDEST, Labels.NONE, seconds(oldest));
    }

    /** @param uses what waits and runs, by pool */
    void pools(Collection<Pool> pools, Map<String, PoolUse> uses) {
        for (Pool pool : pools) {
            if (names.pool(pool.name()).equals(pool.name())) {
                PoolUse use = uses.getOrDefault(pool.name(), PoolUse.NONE);
                Labels labels = Labels.of("pool", pool.name());
                out.gauge(Metric.POOL_RUNNING, labels, use.running().size());
                out.gauge(Metric.POOL_WAITING, labels, use.waiting().size());
                out.gauge(
                        Metric.POOL_WAITING_OLDEST,
                        labels,
                        use.waiting().stream()
                                .map(PoolUse.Use::since)
                                .min(Instant::compareTo)
                                .map(this::seconds)
                                .orElse(0.0));
                if (pool.maxConcurrent() > 0) {
                    out.gauge(Metric.POOL_LIMIT, labels, pool.maxConcurrent());
                }
            }
        }
    }

    /** Since when the image that the last run of a pool, or of a stack, used has been in use in its pool; runs oldest first. */
    void images(Collection<Run> runs) {
        Map<String, String> last = new TreeMap<>();
        Map<String, Instant> first = new HashMap<>();
        Map<String, Labels> stacks = new TreeMap<>();
        Map<String, Instant> ofStack = new HashMap<>();
        for (Run run : runs) {
            String image = Receipts.image(run).orElse("");
            String pool = names.pool(run.fact("admission").path("pool").asText(""));
            if (!image.isEmpty() && !pool.equals(Names.OTHER)) {
                last.put(pool, image);
                Instant seen = first.computeIfAbsent(pool + " " + image, k -> run.requestedAt());
                String stack = names.stack(run.stackName());
                if (!stack.equals(Names.OTHER)) {
                    stacks.put(stack, Labels.of("pool", pool, "stack", stack));
                    ofStack.put(stack, seen);
                }
            }
        }
        last.forEach((pool, image) ->
                out.gauge(Metric.POOL_IMAGE_AGE, Labels.of("pool", pool), seconds(first.get(pool + " " + image))));
        stacks.forEach((stack, labels) -> out.gauge(Metric.STACK_IMAGE_AGE, labels, seconds(ofStack.get(stack))));
    }

    void locks(Collection<LockStatus> locks, int freezes) {
        Map<LockStatus.State, Integer> counts = new EnumMap<>(LockStatus.State.class);
        Map<LockStatus.State, Duration> oldest = new EnumMap<>(LockStatus.State.class);
        for (LockStatus.State state : LockStatus.State.values()) {
            counts.put(state, 0);
            oldest.put(state, Duration.ZERO);
        }
        Map<String, Integer> doubtful = new TreeMap<>();
        for (LockStatus lock : locks) {
            counts.merge(lock.state(), 1, Integer::sum);
            oldest.merge(lock.state(), lock.age(), (a, b) -> a.compareTo(b) > 0 ? a : b);
            // An environment that one run at a time may change is frozen with the stack, and is none itself.
            if (lock.state() == LockStatus.State.FROZEN && lock.lock().scope().level() == LockScope.Level.STACK) {
                doubtful.merge(names.stack(lock.lock().scope().name()), 1, Integer::sum);
            }
        }
        counts.forEach((state, count) -> {
            Labels labels = Labels.of("state", state.name().toLowerCase(Locale.ROOT));
            out.gauge(Metric.LOCKS, labels, count);
            out.gauge(Metric.LOCK_OLDEST, labels, oldest.get(state).toMillis() / 1000.0);
        });
        out.gauge(Metric.FREEZES, Labels.NONE, freezes);
        doubtful.forEach((stack, count) -> out.gauge(Metric.STACK_DOUBT, Labels.of("stack", stack), count));
    }

    /** @param runs by which it is known in which pool somebody looked */
    void drift(Catalog catalog, Map<String, DriftStatus> statuses, Collection<Run> runs) {
        Map<String, String> pools = new HashMap<>();
        runs.forEach(r -> pools.put(r.id(), r.fact("admission").path("pool").asText("")));
        Map<DriftStatus.State, Integer> counts = new EnumMap<>(DriftStatus.State.class);
        for (DriftStatus.State state : DriftStatus.State.values()) {
            counts.put(state, 0);
        }
        Map<String, Integer> objects = new TreeMap<>();
        Map<String, Labels> series = new HashMap<>();
        for (Stack stack : catalog.stacks()) {
            DriftStatus status = statuses.get(stack.id().value());
            counts.merge(status == null ? DriftStatus.State.UNKNOWN : status.state(), 1, Integer::sum);
            if (status != null && status.state() == DriftStatus.State.DRIFTED) {
                int count = 0;
                for (var kind : status.report().path("counts")) {
                    count += kind.asInt();
                }
                Labels labels = Labels.of("pool", names.pool(pools.getOrDefault(status.run(), "")))
                        .and("stack", names.stack(stack.id().value()));
                series.put(labels.text(), labels);
                objects.merge(labels.text(), count, Integer::sum);
            }
        }
        counts.forEach((state, count) -> out.gauge(
                Metric.STACKS_BY_DRIFT, Labels.of("status", state.name().toLowerCase(Locale.ROOT)), count));
        objects.forEach((text, count) -> out.gauge(Metric.STACK_DRIFT, series.get(text), count));
    }

    /** @param copies how they stood when somebody last looked; empty where nobody has, or there is none */
    void evidence(Collection<CopyStatus> copies) {
        if (copies.isEmpty()) {
            return;
        }
        for (CopyStatus.State state : CopyStatus.State.values()) {
            out.gauge(
                    Metric.EVIDENCE_COPIES,
                    Labels.of("state", state.name().toLowerCase(Locale.ROOT)),
                    copies.stream().filter(c -> c.state() == state).count());
        }
        out.gauge(
                Metric.EVIDENCE_COPY_MISSING,
                Labels.NONE,
                copies.stream()
                        .mapToLong(c -> Math.max(0, c.of() - c.records()))
                        .max()
                        .orElse(0));
    }

    void archived(Map<ArchivedEvidence.State, Long> counts) {
        counts.forEach((state, count) -> out.counter(Metric.EVIDENCE_ARCHIVED, Labels.of("state", state.id()), count));
    }

    void journal(JournalHealth health) {
        for (JournalHealth.State state : JournalHealth.State.values()) {
            out.gauge(
                    Metric.JOURNAL_STATE,
                    Labels.of("state", state.name().toLowerCase(Locale.ROOT)),
                    health.state() == state ? 1 : 0);
        }
        out.gauge(Metric.JOURNAL_FREE, Labels.NONE, health.freeBytes());
        out.counter(Metric.FENCING_REFUSALS, Labels.of("by", "journal"), health.refusals());
    }

    /** @param refusals of effects under a lock that was broken, released or taken by another */
    void fencing(long refusals) {
        out.counter(Metric.FENCING_REFUSALS, Labels.of("by", "lock"), refusals);
    }

    private double seconds(Instant since) {
        return Math.max(0, Duration.between(since, now).toMillis() / 1000.0);
    }
}
