package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The runs of a host that wait for an agent and those that have one, in the order of {@link RunOrder}. Holds what a host
 * knows, so that a new catalog (other dependencies, other limits) makes a new order of the same runs. Safe in any thread;
 * no method does I/O, and those that a host asks under a lock of its own ({@link #mayGo}, {@link #take},
 * {@link #started}) cost a look-up and a step in a tree, and where a stack on which others depend begins or ceases to be busy, as much again for
 * each run that waits below it, which is judged anew. A run that is not in the line has no turn.
 */
public final class WaitingLine {
    /** An agent is offered to the first of the line; where that one cannot take it, after this time to whoever may go. */
    public static final Duration COURTESY = Duration.ofSeconds(10);

    private final Map<String, WaitingRun> waiting = new LinkedHashMap<>();
    private final Map<String, WaitingRun> atWork = new LinkedHashMap<>();
    private final Map<String, Condition> held = new HashMap<>();
    /** Since when the first of a pool was offered an agent that another one wanted. */
    private final Map<String, Offer> offers = new HashMap<>();

    private Upstream upstream = Upstream.NONE;
    private Map<String, Integer> limits = Map.of();
    private Map<StackId, String> alone = Map.of();
    private RunOrder order = new RunOrder(upstream, limits, alone);

    private record Offer(String run, Instant since) {}

    /**
     * Takes today's catalog.
     *
     * @param dependencies the stacks on which each depends, without a cycle
     * @param most runs at a time in each pool; 0 or absent is no limit
     * @param single the environment of each stack whose environment is changed by one run at a time
     */
    public synchronized void rules(Upstream dependencies, Map<String, Integer> most, Map<StackId, String> single) {
        if (!dependencies.equals(upstream) || !most.equals(limits) || !single.equals(alone)) {
            upstream = dependencies;
            limits = Map.copyOf(most);
            alone = Map.copyOf(single);
            Map<String, Instant> passed = order.passed();
            order = ordered(
                    new RunOrder(upstream, limits, alone),
                    List.copyOf(atWork.values()),
                    List.copyOf(waiting.values()),
                    held);
            order.passed(passed);
        }
    }

    private static RunOrder ordered(
            RunOrder order, List<WaitingRun> atWork, List<WaitingRun> waiting, Map<String, Condition> held) {
        atWork.forEach(order::resume);
        waiting.forEach(order::enqueue);
        held.forEach(order::hold);
        return order;
    }

    /** Notes a run that waits; one that is known already stays where it is. Whether it is new. */
    public synchronized boolean enqueue(WaitingRun run) {
        if (atWork.containsKey(run.run()) || waiting.putIfAbsent(run.run(), run) != null) {
            return false;
        }
        order.enqueue(run);
        return true;
    }

    /**
     * Notes what keeps a run from going that this line knows nothing of.
     *
     * @param why the condition that does not hold, or null
     * @return whether the run may go, or may not, because of it, other than before
     */
    public synchronized boolean hold(String run, Condition why) {
        if (!waiting.containsKey(run)) {
            return false;
        }
        Condition before = why == null ? held.remove(run) : held.put(run, why);
        order.hold(run, why);
        return (before == null) != (why == null);
    }

    /** Whether nothing is in the way of a run: its stack, the stacks upstream, the limit of its pool. */
    public synchronized boolean mayGo(String run, Instant now) {
        return order.mayGo(run, now);
    }

    /** Whether another run of its stack, or of an environment that it has for itself, goes before one that waits. */
    public synchronized boolean isBehind(String run) {
        return order.isBehind(run);
    }

    /**
     * Gives a run the agent that is free for it, unless another one of the pool goes first. From then on it counts as at
     * work; {@link #giveBack} if nothing came of it.
     */
    public synchronized boolean take(String run, Instant now) {
        WaitingRun one = waiting.get(run);
        if (one == null || !order.mayGo(run, now)) {
            return false;
        }
        String first = order.first(one.pool(), now);
        if (!run.equals(first) && first != null) {
            Offer offer = offers.get(one.pool());
            if (offer == null || !offer.run().equals(first)) {
                offers.put(one.pool(), new Offer(first, now));
                return false;
            }
            if (now.isBefore(offer.since().plus(COURTESY))) {
                return false;
            }
        } else {
            offers.remove(one.pool());
        }
        order.start(run, now);
        move(one);
        return true;
    }

    private void move(WaitingRun run) {
        waiting.remove(run.run());
        held.remove(run.run());
        atWork.put(run.run(), run);
    }

    /** The agent that a run took was not given to it after all: it waits again, where it was. */
    public synchronized void giveBack(String run) {
        WaitingRun one = atWork.remove(run);
        if (one != null) {
            order.finish(run);
            waiting.put(run, one);
            order.enqueue(one);
        }
    }

    /** Notes that a run has its agent, whether or not it was its turn: what is true is not refused. */
    public synchronized void started(WaitingRun run) {
        if (!atWork.containsKey(run.run())) {
            order.resume(waiting.getOrDefault(run.run(), run));
            move(waiting.getOrDefault(run.run(), run));
        }
    }

    /** Notes that a run has given its agent back, or waits no more. */
    public synchronized void finished(String run) {
        waiting.remove(run);
        held.remove(run);
        atWork.remove(run);
        order.finish(run);
    }

    /** Its place and every reason; empty for a run that does not wait. Costs as much as there are runs before it. */
    public synchronized Optional<Waiter> explain(String run, Instant now) {
        return Optional.ofNullable(waiting.get(run)).map(one -> new Waiter(one, order.explain(run, now)));
    }

    /**
     * All that wait, by their names, pool by pool in the order in which they go. Made beside the line, which others may use
     * meanwhile.
     */
    public Map<String, Waiter> report(Instant now) {
        List<WaitingRun> work;
        List<WaitingRun> line;
        Map<String, Condition> kept;
        RunOrder empty;
        synchronized (this) {
            work = List.copyOf(atWork.values());
            line = List.copyOf(waiting.values());
            kept = Map.copyOf(held);
            empty = new RunOrder(upstream, limits, alone);
            empty.passed(order.passed());
        }
        Map<String, Waiter> waiters = new LinkedHashMap<>();
        ordered(empty, work, line, kept)
                .report(now)
                .forEach(w -> waiters.put(w.run().run(), w));
        return waiters;
    }

    /** Those that wait. */
    public synchronized List<WaitingRun> waiting() {
        return List.copyOf(waiting.values());
    }

    /** Whether a run waits or has an agent. */
    public synchronized boolean knows(String run) {
        return waiting.containsKey(run) || atWork.containsKey(run);
    }

    /** Names of all that wait or have an agent. */
    public synchronized Set<String> names() {
        Set<String> names = new TreeSet<>(waiting.keySet());
        names.addAll(atWork.keySet());
        return names;
    }
}
