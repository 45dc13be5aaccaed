package io.jenkins.plugins.iac.jenkins.metrics;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps labels few: a name counts under itself if the catalog has it and is not too large, and under {@value #OTHER}
 * otherwise. So nobody makes series by asking for stacks that do not exist, and ten thousand stacks do not make a hundred
 * thousand series.
 */
final class Names {
    static final String OTHER = "other";
    static final int MOST_STACKS = 500;
    static final int MOST_POOLS = 200;

    private final Set<String> pools;
    private final Set<String> stacks;

    Names(Collection<String> pools, Collection<String> stacks) {
        this.pools = first(pools, MOST_POOLS);
        this.stacks = first(stacks, MOST_STACKS);
    }

    private static Set<String> first(Collection<String> names, int most) {
        Set<String> first = new TreeSet<>();
        names.stream().sorted().limit(most).forEach(first::add);
        return first;
    }

    String pool(String name) {
        return pools.contains(name) ? name : OTHER;
    }

    String stack(String name) {
        return stacks.contains(name) ? name : OTHER;
    }
}
