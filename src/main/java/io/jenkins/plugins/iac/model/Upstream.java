package io.jenkins.plugins.iac.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * On which stacks each depends, directly and through others, and which depend on it. Immutable; safe in any thread.
 *
 * <p>Nothing is kept for each pair of stacks, of which a long chain has too many. Instead the stacks are numbered so that
 * each has a higher number than those on which it depends, and those that have to do with each other lie side by side: a look
 * for some of them goes no further than the last one of which there is any.
 */
public final class Upstream {
    /** Of stacks that depend on none. */
    public static final Upstream NONE = new Upstream(Map.of());

    private static final int SHOWN = 3;

    private final Map<StackId, List<StackId>> direct;
    private final Map<StackId, Integer> numbers = new HashMap<>();
    private final List<StackId> stacks = new ArrayList<>();
    private final int[][] above;
    private final int[][] below;
    /** First and last number of the stacks that have to do with each. */
    private final int[] first;

    private final int[] last;

    /**
     * @param direct the stacks on which each depends directly; those that depend on none may be left out
     * @throws IllegalArgumentException if there is a cycle
     */
    public Upstream(Map<StackId, List<StackId>> direct) {
        this.direct = Map.copyOf(direct);
        Map<StackId, List<StackId>> under = new LinkedHashMap<>();
        direct.forEach((stack, ons) -> ons.forEach(on -> {
            under.computeIfAbsent(stack, s -> new ArrayList<>(1));
            under.computeIfAbsent(on, s -> new ArrayList<>(1)).add(stack);
        }));
        List<Integer> starts = new ArrayList<>();
        Set<StackId> seen = new HashSet<>();
        under.keySet().forEach(stack -> {
            if (seen.add(stack)) {
                starts.add(stacks.size());
                number(related(stack, under, seen), under);
            }
        });
        this.above = new int[stacks.size()][];
        this.below = new int[stacks.size()][];
        for (int i = 0; i < above.length; i++) {
            above[i] = numbersOf(directly(stacks.get(i)));
            below[i] = numbersOf(under.get(stacks.get(i)));
        }
        this.first = new int[above.length];
        this.last = new int[above.length];
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : above.length;
            Arrays.fill(first, starts.get(i), end, starts.get(i));
            Arrays.fill(last, starts.get(i), end, end - 1);
        }
    }

    private List<StackId> related(StackId one, Map<StackId, List<StackId>> under, Set<StackId> seen) {
        List<StackId> all = new ArrayList<>(List.of(one));
        for (int i = 0; i < all.size(); i++) {
            StackId stack = all.get(i);
            Stream.concat(directly(stack).stream(), under.get(stack).stream())
                    .filter(seen::add)
                    .forEach(all::add);
        }
        return all;
    }

    private void number(List<StackId> related, Map<StackId, List<StackId>> under) {
        Map<StackId, Integer> before = new HashMap<>();
        Deque<StackId> next = new ArrayDeque<>();
        int end = stacks.size() + related.size();
        for (StackId stack : related) {
            before.put(stack, directly(stack).size());
            if (directly(stack).isEmpty()) {
                next.add(stack);
            }
        }
        while (!next.isEmpty()) {
            StackId stack = next.poll();
            numbers.put(stack, stacks.size());
            stacks.add(stack);
            for (StackId lower : under.get(stack)) {
                if (before.merge(lower, -1, Integer::sum) == 0) {
                    next.add(lower);
                }
            }
        }
        if (stacks.size() != end) {
            throw new IllegalArgumentException("a cycle among " + related.size() + " stacks");
        }
    }

    private int[] numbersOf(List<StackId> some) {
        return some.stream().mapToInt(numbers::get).toArray();
    }

    /** The number of a stack, for sets of them; -1 for one that depends on none and on which none depends. */
    public int number(StackId stack) {
        return numbers.getOrDefault(stack, -1);
    }

    /** The stacks on which one depends directly. */
    public List<StackId> directly(StackId stack) {
        return direct.getOrDefault(stack, List.of());
    }

    /** Every stack on which one depends, nearest first. */
    public Set<StackId> above(StackId stack) {
        Set<StackId> found = new LinkedHashSet<>();
        walk(number(stack), above, n -> found.add(stacks.get(n)));
        return found;
    }

    /**
     * The nearest stack on which one depends, of some, or null.
     *
     * @param some their numbers
     * @param wanted which of these
     */
    public StackId nearestAbove(StackId stack, BitSet some, Predicate<StackId> wanted) {
        int start = number(stack);
        int least = start < 0 ? -1 : some.nextSetBit(first[start]);
        if (least < 0 || least >= start) {
            return null;
        }
        StackId[] found = new StackId[1];
        walk(start, above, n -> {
            if (found[0] == null && some.get(n) && wanted.test(stacks.get(n))) {
                found[0] = stacks.get(n);
            }
            return found[0] == null && n > least;
        });
        return found[0];
    }

    /** Those that depend on a stack and are among some, nearest first, each once. */
    public void below(StackId stack, BitSet some, Consumer<StackId> visit) {
        int start = number(stack);
        int most = start < 0 ? -1 : some.previousSetBit(last[start]);
        if (most > start) {
            walk(start, below, n -> {
                if (some.get(n)) {
                    visit.accept(stacks.get(n));
                }
                return n < most;
            });
        }
    }

    /** Looks at those that depend on a stack; the answer is whether to look further down from there. */
    public void below(StackId stack, Predicate<StackId> visit) {
        walk(number(stack), below, n -> visit.test(stacks.get(n)));
    }

    private static void walk(int start, int[][] edges, IntPredicate visit) {
        if (start < 0 || edges[start].length == 0) {
            return;
        }
        BitSet seen = new BitSet();
        Deque<Integer> next = new ArrayDeque<>();
        next.add(start);
        while (!next.isEmpty()) {
            for (int number : edges[next.poll()]) {
                if (!seen.get(number)) {
                    seen.set(number);
                    if (visit.test(number)) {
                        next.add(number);
                    }
                }
            }
        }
    }

    /** Through which others one stack depends on another, on a shortest way; empty where directly, or not at all. */
    public List<StackId> between(StackId lower, StackId upper) {
        Map<StackId, StackId> under = new HashMap<>();
        Deque<StackId> next = new ArrayDeque<>(List.of(lower));
        while (!next.isEmpty() && !under.containsKey(upper)) {
            StackId stack = next.poll();
            for (StackId on : directly(stack)) {
                if (under.putIfAbsent(on, stack) == null) {
                    next.add(on);
                }
            }
        }
        List<StackId> between = new ArrayList<>();
        for (StackId at = under.get(upper); at != null && !at.equals(lower); at = under.get(at)) {
            between.add(at);
        }
        Collections.reverse(between);
        return between;
    }

    /** The same as the end of a sentence: {@code , through prod/db}; nothing where one depends directly. */
    public String through(StackId lower, StackId upper) {
        List<StackId> between = between(lower, upper);
        if (between.isEmpty()) {
            return "";
        }
        List<String> shown = between.stream().limit(SHOWN).map(StackId::value).toList();
        int more = between.size() - shown.size();
        return ", through " + String.join(", ", shown) + (more == 0 ? "" : " and " + more + " more");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Upstream same && direct.equals(same.direct);
    }

    @Override
    public int hashCode() {
        return direct.hashCode();
    }
}
