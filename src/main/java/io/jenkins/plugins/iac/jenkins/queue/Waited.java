package io.jenkins.plugins.iac.jenkins.queue;

import java.time.Duration;

/**
 * How long something waited in the queue until it got its agent.
 *
 * @param all in the queue, all in all
 * @param locked of that, while a lock or another run of its stack or environment was in its way; to within a few seconds
 * @param frozen of that, while a freeze or a window was
 * @param writes whether it waited to change something, so that locks and freezes concern it
 */
public record Waited(Duration all, Duration locked, Duration frozen, boolean writes) {
    /** For its turn and an agent: neither locked nor frozen. */
    public Duration forAgent() {
        Duration rest = all.minus(locked).minus(frozen);
        return rest.isNegative() ? Duration.ZERO : rest;
    }
}
