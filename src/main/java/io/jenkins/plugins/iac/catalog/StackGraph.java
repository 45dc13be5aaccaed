package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Upstream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which stacks keep each other waiting: by {@code dependsOn}, in which a catalog has no cycle, and by an environment that one
 * run at a time may change. Made once for each catalog. Immutable.
 */
public final class StackGraph {
    private final Upstream upstream;
    private final Map<StackId, String> oneAtATime = new HashMap<>();

    StackGraph(Collection<Stack> stacks, Collection<Environment> environments) {
        Set<String> alone = new HashSet<>();
        environments.stream().filter(Environment::oneAtATime).forEach(e -> alone.add(e.name()));
        Map<StackId, List<StackId>> direct = new LinkedHashMap<>();
        for (Stack stack : stacks) {
            if (alone.contains(stack.environment())) {
                oneAtATime.put(stack.id(), stack.environment());
            }
            if (!stack.dependsOn().isEmpty()) {
                direct.put(stack.id(), stack.dependsOn());
            }
        }
        this.upstream = new Upstream(direct);
    }

    /** The stacks on which each depends. */
    public Upstream upstream() {
        return upstream;
    }

    /** The environment of each stack whose environment is changed by one run at a time. */
    public Map<StackId, String> oneAtATime() {
        return oneAtATime;
    }

    /** Every stack that depends on one of these, directly or not, without these themselves. */
    public Set<StackId> below(Collection<StackId> stacks) {
        Set<StackId> from = new HashSet<>(stacks);
        Set<StackId> found = new TreeSet<>();
        // What is below one that was found already was found with it.
        from.forEach(stack -> upstream.below(stack, s -> !from.contains(s) && found.add(s)));
        return found;
    }

    /** These stacks so that each comes behind those of them that it depends on, by name where that is open. */
    public List<StackId> inOrder(Collection<StackId> stacks) {
        Set<StackId> all = new HashSet<>(stacks);
        Map<StackId, Integer> before = new HashMap<>();
        TreeSet<StackId> free = new TreeSet<>();
        Map<StackId, List<StackId>> behind = new HashMap<>();
        for (StackId stack : all) {
            List<StackId> nearest = new ArrayList<>();
            upstream.below(stack, s -> !(all.contains(s) && nearest.add(s)));
            behind.put(stack, nearest);
            nearest.forEach(s -> before.merge(s, 1, Integer::sum));
        }
        all.stream().filter(s -> !before.containsKey(s)).forEach(free::add);
        List<StackId> order = new ArrayList<>();
        while (!free.isEmpty()) {
            StackId next = free.pollFirst();
            order.add(next);
            for (StackId stack : behind.get(next)) {
                if (before.merge(stack, -1, Integer::sum) == 0) {
                    free.add(stack);
                }
            }
        }
        return order;
    }
}
