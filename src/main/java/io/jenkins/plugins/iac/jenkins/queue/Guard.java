package io.jenkins.plugins.iac.jenkins.queue;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may use an agent. An agent belongs to the pools of one label; one that carries the labels of several belongs to
 * pools that must not meet, so that it takes nobody.
 *
 * @param pools names of the pools whose grant opens the agent; empty for nobody
 * @param labels the guarded labels that it carries
 */
record Guard(Set<String> pools, Set<String> labels) {
    /** No pool claims the agent. */
    static final Guard NONE = new Guard(Set.of(), Set.of());

    static Guard of(PoolIndex index, Collection<String> labelsOfNode) {
        Set<String> guarded = new TreeSet<>();
        for (String label : labelsOfNode) {
            if (index.isGuarded(label)) {
                guarded.add(label);
            }
        }
        if (guarded.isEmpty()) {
            return NONE;
        }
        boolean one = guarded.size() == 1;
        return new Guard(one ? index.pools(guarded.iterator().next()) : Set.of(), guarded);
    }

    boolean isGuarded() {
        return !labels.isEmpty();
    }

    boolean opensTo(PoolGrant grant) {
        return grant != null && pools.contains(grant.pool());
    }

    /**
     * Why somebody with this grant does not get in.
     *
     * @param belongs how the sentence begins: {@code linux1 is an agent of}, {@code prod is the label of}
     * @param grant what was granted, or null
     */
    String refusal(String belongs, PoolGrant grant) {
        if (labels.size() > 1) {
            return belongs + " several pools (it carries the labels " + String.join(", ", labels)
                    + "), so that nothing may run there; an agent serves one pool";
        }
        if (pools.isEmpty()) {
            return belongs + " a pool, and the catalog has errors; mend it under Manage Jenkins, IaC catalog";
        }
        String names = String.join(", ", pools);
        return belongs + " the pool " + names
                + (grant == null
                        ? "; nothing runs there but what iacAgent got a grant for"
                        : ", and what was granted is " + grant);
    }
}
