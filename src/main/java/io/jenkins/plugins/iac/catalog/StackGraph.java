package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which stacks keep each other waiting: by {@code dependsOn}, in which a catalog has no cycle, and by an environment that one
 * run at a time may change. Immutable.
 */
public final class StackGraph {
    private final Map<StackId, List<StackId>> upstream = new LinkedHashMap<>();
    private final Map<StackId, List<StackId>> downstream = new HashMap<>();
    private final Map<StackId, String> oneAtATime = new HashMap<>();

    public StackGraph(Catalog catalog) {
        Set<String> alone = new HashSet<>();
        catalog.environments().stream().filter(Environment::oneAtATime).forEach(e -> alone.add(e.name()));
        for (Stack stack : catalog.stacks()) {
            if (alone.contains(stack.environment())) {
                oneAtATime.put(stack.id(), stack.environment());
            }
            if (!stack.dependsOn().isEmpty()) {
                upstream.put(stack.id(), stack.dependsOn());
                stack.dependsOn().forEach(on -> downstream
                        .computeIfAbsent(on, s -> new ArrayList<>())
                        .add(stack.id()));
            }
        }
    }

    /** The stacks on which each depends directly; those that depend on none are left out. */
    public Map<StackId, List<StackId>> upstream() {
        return upstream;
    }

    /** The environment of each stack whose environment is changed by one run at a time. */
    public Map<StackId, String> oneAtATime() {
        return oneAtATime;
    }

    /** Every stack that depends on one of these, directly or not, without these themselves. */
    public Set<StackId> below(Collection<StackId> stacks) {
        Set<StackId> found = new TreeSet<>();
        Deque<StackId> next = new ArrayDeque<>(stacks);
        while (!next.isEmpty()) {
            for (StackId below : downstream.getOrDefault(next.poll(), List.of())) {
                if (!stacks.contains(below) && found.add(below)) {
                    next.add(below);
                }
            }
        }
        return found;
    }

    /** These stacks so that each comes behind those of them that it depends on, by name where that is open. */
    public List<StackId> inOrder(Collection<StackId> stacks) {
        Set<StackId> left = new TreeSet<>(stacks);
        List<StackId> order = new ArrayList<>();
        while (!left.isEmpty()) {
            StackId next = left.stream()
                    .filter(s -> above(s).stream().noneMatch(left::contains))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("a cycle among " + left));
            order.add(next);
            left.remove(next);
        }
        return order;
    }

    private Set<StackId> above(StackId stack) {
        Set<StackId> found = new TreeSet<>();
        Deque<StackId> next = new ArrayDeque<>(List.of(stack));
        while (!next.isEmpty()) {
            for (StackId above : upstream.getOrDefault(next.poll(), List.of())) {
                if (found.add(above)) {
                    next.add(above);
                }
            }
        }
        return found;
    }
}
