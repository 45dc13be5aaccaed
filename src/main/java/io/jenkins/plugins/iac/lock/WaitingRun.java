package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.model.StackId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A run that waits for an agent.
 *
 * @param pool where it will run
 * @param since when it began to wait; also after a restart, so that nothing loses its place
 */
public record WaitingRun(String run, StackId stack, String pool, Lane lane, Priority priority, Instant since) {
    /** What it waits to do. */
    public enum Lane {
        /** Changes infrastructure: approved and due, a destroy, an import. */
        WRITE,
        /** A plan that is meant to be applied. */
        TRACKED_PLAN,
        /** A plan of a request, a drift check: takes no lock and nobody waits for it. */
        SPECULATIVE;

        boolean isSpeculative() {
            return this == SPECULATIVE;
        }
    }

    /** How urgent it is: worth so much waiting, and nothing else. Never touches approval or policy. */
    public enum Priority {
        EMERGENCY(Duration.ofHours(4)),
        TRACKED(Duration.ofMinutes(30)),
        SCHEDULED(Duration.ZERO);

        private final Duration worth;

        Priority(Duration worth) {
            this.worth = worth;
        }

        Duration worth() {
            return worth;
        }
    }

    public WaitingRun {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(stack, "stack");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(since, "since");
    }

    /**
     * The instant by which runs are ordered, earliest first. Waiting one minute and being worth one minute weigh the same,
     * so what waits long enough passes everything that comes later.
     */
    Instant key() {
        return since.minus(priority.worth());
    }
}
