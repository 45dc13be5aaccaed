package io.jenkins.plugins.iac.plan;

import java.util.List;
import java.util.function.Function;

/**
 * The first items of something that may be long, and how many there are in all: nothing is left out in silence.
 *
 * @param items those that were kept
 * @param total how many there are, kept or not
 */
public record Bounded<T>(List<T> items, long total) {
    public Bounded {
        items = List.copyOf(items);
        if (total < items.size()) {
            throw new IllegalArgumentException("a total of " + total + " is less than the items kept");
        }
    }

    /** All of them. */
    public static <T> Bounded<T> all(List<T> items) {
        return new Bounded<>(items, items.size());
    }

    /** The same with each item changed. */
    public <R> Bounded<R> map(Function<? super T, ? extends R> change) {
        return new Bounded<>(items.stream().<R>map(change).toList(), total);
    }

    /** How many were left out. */
    public long omitted() {
        return total - items.size();
    }
}
