package io.jenkins.plugins.iac.plan;

import java.util.ArrayList;
import java.util.List;

/** Collects a {@link Bounded}: keeps the first items, counts all. */
final class Bounding<T> {
    private final int most;
    private final List<T> items = new ArrayList<>();
    private long total;

    Bounding(int most) {
        this.most = most;
    }

    /** Whether the next item would be kept; ask before making one that costs. */
    boolean hasRoom() {
        return items.size() < most;
    }

    void add(T item) {
        total++;
        if (hasRoom()) {
            items.add(item);
        }
    }

    /** Counts one that is not made. */
    void skip() {
        total++;
    }

    List<T> items() {
        return items;
    }

    long total() {
        return total;
    }

    Bounded<T> done() {
        return new Bounded<>(items, total);
    }
}
