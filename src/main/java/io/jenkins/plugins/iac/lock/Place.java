package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.StackId;
import java.time.Instant;
import java.util.Comparator;

/** A run at its place; {@code blocked} says whether another stack or run is in its way. */
final class Place {
    static final Comparator<Place> BY_KEY = (a, b) -> compare(a.key, b.key, a, b);
    static final Comparator<Place> BY_AGE = (a, b) -> compare(a.run.since(), b.run.since(), a, b);

    final WaitingRun run;
    final Instant key;
    /** Whether nothing but its environment and its pool can be in its way. */
    boolean free;

    boolean blocked = true;
    Condition held;
    /** The nearest stack upstream for whose run it waits, or null. */
    StackId above;

    Place(WaitingRun run) {
        this.run = run;
        this.key = run.key();
    }

    private static int compare(Instant one, Instant other, Place a, Place b) {
        int order = one.compareTo(other);
        return order != 0 ? order : a.run.run().compareTo(b.run.run());
    }
}
