package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.model.Sha256;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The first different names of many, and how many others there are, in bounded memory. */
final class BoundedNames {
    private static final int MOST = 1_000;
    private static final int MOST_TOLD_APART = 100_000;

    private final TreeSet<String> kept = new TreeSet<>();
    private final Set<Long> others = new HashSet<>();
    private long more;

    void add(String name) {
        if (kept.contains(name)) {
            return;
        }
        if (kept.size() < MOST) {
            kept.add(name);
        } else if (others.size() < MOST_TOLD_APART) {
            others.add(Long.parseUnsignedLong(Sha256.of(name).hex().substring(0, 16), 16));
        } else {
            more++;
        }
    }

    SortedSet<String> kept() {
        return kept;
    }

    /** How many names were left out; beyond a hundred thousand, one that comes again counts again. */
    long omitted() {
        return others.size() + more;
    }
}
