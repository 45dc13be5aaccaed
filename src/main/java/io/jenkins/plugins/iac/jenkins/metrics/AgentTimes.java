package io.jenkins.plugins.iac.jenkins.metrics;

import io.jenkins.plugins.iac.jenkins.queue.PoolGrant;
import io.jenkins.plugins.iac.jenkins.queue.Waited;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What no journal tells: how long runs wait for agents, and how long agents take to start. Does no I/O; for several threads. */
final class AgentTimes {
    static final int MOST_STARTING = 10_000;

    private final Meters meters;
    private final Map<String, Long> made = new ConcurrentHashMap<>();

    AgentTimes(Meters meters) {
        this.meters = meters;
    }

    /** A run got its agent. */
    void given(PoolGrant grant, Waited waited, Names names) {
        Labels pool = Labels.of("pool", names.pool(grant.pool()));
        Labels stack = pool.and("stack", names.stack(grant.stack()));
        meters.observe(Metric.QUEUE_SECONDS, pool, seconds(waited.forAgent()));
        meters.add(Metric.STACK_QUEUE_SECONDS, stack, seconds(waited.forAgent()));
        meters.add(Metric.STACK_QUEUES, stack, 1);
        if (waited.writes()) {
            meters.observe(Metric.LOCK_WAIT_SECONDS, pool, seconds(waited.locked()));
            meters.observe(Metric.FREEZE_WAIT_SECONDS, pool, seconds(waited.frozen()));
            meters.add(Metric.STACK_LOCK_WAIT_SECONDS, stack, seconds(waited.locked()));
            meters.add(Metric.STACK_LOCK_WAITS, stack, 1);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** An agent was made, as clouds make them; those that were there before are not measured. */
    void made(String agent, long nanos) {
        if (made.size() < MOST_STARTING) {
            made.put(agent, nanos);
        }
    }

    void gone(String agent) {
        made.remove(agent);
    }

    /** An agent is there; only its first time counts, and only where it is one of a pool. */
    void online(String agent, Optional<String> pool, long nanos, Names names) {
        Long begin = made.remove(agent);
        if (begin != null && pool.isPresent()) {
            Labels labels = Labels.of("pool", names.pool(pool.get()));
            meters.observe(Metric.AGENT_START_SECONDS, labels, Math.max(0, nanos - begin) / 1e9);
        }
    }
}
