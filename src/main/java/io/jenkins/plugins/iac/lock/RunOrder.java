package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * In which order waiting runs go. A run goes when its stack has no other run, the stacks that its stack depends on, directly or through others, have
 * none in front of it, none is at work in an environment that it would change alone, and its pool has room for it and all
 * that are ready before it. A data structure: it starts nothing and knows no clock. Not for several threads.
 *
 * <p>Within a pool, writes and tracked plans go before speculative plans, except one that has waited {@link #PATIENCE}:
 * that one counts like the others, so that nothing starves; but of such plans a write that is ready lets one pass, no more. Every operation costs the logarithm of what waits, plus the
 * stacks on which its own depends, up to the nearest one for whose run it waits, and the pools that serve an environment that
 * it has for itself. Where a stack gets a run to wait for, those that depend on it are looked at once: each that waits from
 * then on is noted where it waits, and looked at again only when that run is over.
 */
public final class RunOrder {
    /** A speculative plan that has waited so long, its priority counted as waiting, goes by its age alone. */
    public static final Duration PATIENCE = Duration.ofHours(4);
    /** A run waits for one of an upstream stack that was enqueued at most so long after it. */
    public static final Duration GRACE = Duration.ofMinutes(15);

    private final Upstream upstream;
    private final Map<String, Integer> limits;
    private final OneAtATime alone;
    private final Map<String, Place> waiting = new HashMap<>();
    private final Map<String, Place> running = new HashMap<>();
    private final Map<StackId, StackLine> stacks = new HashMap<>();
    /** Numbers of the stacks with a run for which others may have to wait. */
    private final BitSet busy = new BitSet();
    /** Numbers of the stacks with a run that waits for no stack upstream. */
    private final BitSet unhindered = new BitSet();

    private final Map<String, PoolLine> pools = new HashMap<>();

    /**
     * @param upstream the stacks on which each depends; must have no cycle (the catalog refuses one)
     * @param limits most runs at a time in each pool; 0 or absent is no limit
     * @param alone the environment of each stack whose environment is changed by one run at a time
     */
    public RunOrder(Upstream upstream, Map<String, Integer> limits, Map<StackId, String> alone) {
        this.upstream = upstream;
        this.limits = Map.copyOf(limits);
        this.alone = new OneAtATime(alone);
    }

    /**
     * Adds a run that begins to wait.
     *
     * @throws IllegalArgumentException if it waits or runs already
     */
    public void enqueue(WaitingRun run) {
        if (waiting.containsKey(run.run()) || running.containsKey(run.run())) {
            throw new IllegalArgumentException("run " + run.run() + " is in line already");
        }
        Place place = new Place(run);
        waiting.put(run.run(), place);
        pool(run.pool()).add(place);
        if (!run.lane().isSpeculative()) {
            change(run.stack(), line -> {
                line.add(place);
                lookUpstream(place);
            });
        }
        judge(place);
    }

    /**
     * Notes what keeps a waiting run from going that this line knows nothing of: a freeze, a lock. Nobody waits behind it
     * meanwhile, and its place is kept.
     *
     * @param why the condition that does not hold, or null where nothing is in the way any more
     */
    public void hold(String run, Condition why) {
        Place place = waiting.get(run);
        if (place == null) {
            return;
        }
        boolean was = place.held != null;
        place.held = why;
        if (was == (why != null)) {
            return;
        }
        if (!place.run.lane().isSpeculative()) {
            change(place.run.stack(), line -> {
                line.remove(place);
                leaveUpstream(place);
                if (why == null) {
                    line.add(place);
                    lookUpstream(place);
                }
            });
        }
        judge(place);
    }

    /** Whether it is this run's turn now. Unknown runs have none. */
    public boolean mayGo(String run, Instant now) {
        Place place = waiting.get(run);
        return place != null && !place.blocked && pool(place.run.pool()).hasRoomFor(place, now);
    }

    /** Whether another run of its stack, or of an environment that it has for itself, goes before one that waits. */
    public boolean isBehind(String run) {
        Place place = waiting.get(run);
        return place != null
                && (alone.ahead(place) != null || !place.run.lane().isSpeculative() && aheadOnStack(place) != null);
    }

    /** The run to which a free agent of a pool is offered first, or null where nobody may go. */
    public String first(String pool, Instant now) {
        PoolLine line = pools.get(pool);
        Place first = line == null ? null : line.first(now);
        return first == null || !line.hasRoomFor(first, now) ? null : first.run.run();
    }

    /**
     * Takes the run's agent and stack.
     *
     * @return whether it was its turn; if not, nothing is changed
     */
    public boolean start(String run, Instant now) {
        if (!mayGo(run, now)) {
            return false;
        }
        Place place = waiting.get(run);
        pool(place.run.pool()).goes(place, now);
        occupy(place);
        return true;
    }

    /**
     * Notes a run that is at work already, as after a restart. What is true is not refused, so limits do not count here.
     */
    public void resume(WaitingRun run) {
        if (!waiting.containsKey(run.run())) {
            enqueue(run);
        }
        occupy(waiting.get(run.run()));
    }

    private void occupy(Place place) {
        waiting.remove(place.run.run());
        PoolLine pool = pool(place.run.pool());
        pool.remove(place);
        pool.running++;
        running.put(place.run.run(), place);
        alone.starts(place).forEach(this::settle);
        if (!place.run.lane().isSpeculative()) {
            change(place.run.stack(), line -> {
                line.remove(place);
                leaveUpstream(place);
                line.atWork.add(place);
            });
        }
    }

    /** Takes a run out, whether it ended or gave up waiting. One that is not in line is already out. */
    public void finish(String run) {
        Place worked = running.remove(run);
        boolean ran = worked != null;
        Place place = ran ? worked : waiting.remove(run);
        if (place == null) {
            return;
        }
        PoolLine pool = pool(place.run.pool());
        if (ran) {
            pool.running--;
        } else {
            pool.remove(place);
        }
        alone.leaves(place).forEach(this::settle);
        if (!place.run.lane().isSpeculative()) {
            change(place.run.stack(), line -> {
                line.remove(place);
                line.atWork.remove(place);
                leaveUpstream(place);
            });
        }
    }

    /** Finds the nearest stack upstream whose run goes first, and notes there who waits for it. */
    private void lookUpstream(Place place) {
        waitFor(nearestAbove(place), place);
    }

    private StackId nearestAbove(Place place) {
        return upstream.nearestAbove(place.run.stack(), busy, s -> line(s).before(place) != null);
    }

    private void waitFor(StackId above, Place place) {
        leaveUpstream(place);
        place.above = above;
        if (above != null) {
            line(above).waitsFor(place);
        } else {
            note(place, true);
        }
    }

    private void leaveUpstream(Place place) {
        if (place.above == null) {
            note(place, false);
        } else {
            StackLine line = line(place.above);
            line.waitsNoMore(place);
            forget(place.above, line);
            place.above = null;
        }
    }

    private void note(Place place, boolean isUnhindered) {
        int number = upstream.number(place.run.stack());
        if (number >= 0) {
            unhindered.set(number, line(place.run.stack()).note(place, isUnhindered));
        }
    }

    private void forget(StackId stack, StackLine line) {
        if (line.isIdle()) {
            stacks.remove(stack);
        }
    }

    /** Changes the line of a stack and judges again whoever is concerned by another run being first, or oldest, there. */
    private void change(StackId stack, Consumer<StackLine> change) {
        StackLine line = line(stack);
        Place first = line.first();
        Place oldest = line.oldest();
        change.accept(line);
        int number = upstream.number(stack);
        if (number >= 0) {
            busy.set(number, line.oldest() != null);
        }
        if (line.first() != first) {
            if (first != null && waiting.containsKey(first.run.run())) {
                judge(first);
            }
            if (!line.waiting.isEmpty()) {
                judge(line.waiting.first());
            }
        }
        // Being at work counts for more than waiting, so who starts is judged again though it was the oldest before.
        if (line.oldest() != oldest || oldest != null && line.atWork.contains(oldest)) {
            for (Place place : line.released()) {
                lookUpstream(place);
                judge(place);
            }
            if (line.oldest() != null) {
                upstream.below(stack, unhindered, s -> hinder(stack, line, line(s)));
            }
        }
        forget(stack, line);
    }

    /** Has those of a stack wait for one upstream that wait for none yet. */
    private void hinder(StackId above, StackLine line, StackLine below) {
        for (Place place : below.unhindered()) {
            if (line.before(place) != null) {
                waitFor(above, place);
                judge(place);
            }
        }
    }

    /** Looks again at what is in the way of a run that waits, and of those that wait for the environment behind it. */
    private void judge(Place place) {
        place.free = place.held == null
                && (place.run.lane().isSpeculative() || aheadOnStack(place) == null && place.above == null);
        alone.ready(place, place.free).forEach(this::settle);
        settle(place);
    }

    /** Puts a run among those of its pool that could go, or takes it away from them. */
    private void settle(Place place) {
        if (waiting.get(place.run.run()) != place) {
            return;
        }
        boolean blocked = !place.free || alone.ahead(place) != null;
        if (blocked != place.blocked) {
            PoolLine pool = pool(place.run.pool());
            pool.remove(place);
            place.blocked = blocked;
            pool.add(place);
        }
    }

    /** The run of the same stack that goes first, or null. */
    private Place aheadOnStack(Place place) {
        Place first = line(place.run.stack()).first();
        return first == place ? null : first;
    }

    /** Whether it is this run's turn, its position and the reasons; costs as much as there are runs before it. */
    public Turn explain(String run, Instant now) {
        Place place = waiting.get(run);
        if (place == null) {
            String found = running.containsKey(run) ? "at work" : "unknown";
            return new Turn(false, 0, List.of(Condition.failed("order.waiting", "a run in line", found, "")));
        }
        PoolLine pool = pool(place.run.pool());
        return new Turn(mayGo(run, now), pool.position(place, now), reasons(place, pool.readyBefore(place, now), now));
    }

    /** Every run that waits with its turn, pool by pool in the order in which they go. */
    public List<Waiter> report(Instant now) {
        List<Waiter> waiters = new ArrayList<>(waiting.size());
        for (PoolLine pool : new TreeMap<>(pools).values()) {
            int position = 0;
            int ready = 0;
            for (Place place : pool.inOrder(now)) {
                boolean mayGo = !place.blocked && pool.hasRoomFor(place, now);
                waiters.add(new Waiter(place.run, new Turn(mayGo, ++position, reasons(place, ready, now))));
                ready += place.blocked ? 0 : 1;
            }
        }
        return waiters;
    }

    private List<Condition> reasons(Place place, int readyBefore, Instant now) {
        PoolLine pool = pool(place.run.pool());
        List<Condition> reasons = new ArrayList<>();
        if (place.held != null) {
            reasons.add(place.held);
        }
        if (!place.run.lane().isSpeculative()) {
            reasons.add(free("order.stack", "no other run of " + place.run.stack(), aheadOnStack(place), ""));
            reasons.add(upstream(place));
        }
        String environment = alone.environment(place);
        if (environment != null) {
            reasons.add(free("order.environment", "no other run that changes " + environment, alone.ahead(place), ""));
        }
        int limit = limits.getOrDefault(place.run.pool(), 0);
        reasons.add(Condition.of(
                "order.pool",
                !place.blocked ? pool.hasRoomFor(place, now) : limit == 0 || pool.running < limit,
                limit == 0 ? "no limit in " + place.run.pool() : "at most " + limit + " in " + place.run.pool(),
                pool.running + " at work, " + readyBefore + " ready before it",
                "wait"));
        return reasons;
    }

    private Condition upstream(Place place) {
        StackId above = place.held == null ? place.above : nearestAbove(place);
        Place ahead = above == null ? null : line(above).before(place);
        String through = above == null ? "" : upstream.through(place.run.stack(), above);
        return free("order.upstream", "no run of a stack it depends on", ahead, through);
    }

    private static Condition free(String rule, String expected, Place ahead, String through) {
        if (ahead == null) {
            return Condition.passed(rule, expected, "none");
        }
        String found = "run " + ahead.run.run() + " of " + ahead.run.stack() + through;
        return Condition.failed(rule, expected, found, "wait until it ends");
    }

    /** For each pool when an old speculative plan last went before a write, for an order that goes on from this one. */
    Map<String, Instant> passed() {
        Map<String, Instant> passed = new HashMap<>();
        pools.forEach((name, pool) -> passed.put(name, pool.passed));
        return passed;
    }

    /** Goes on from another order. */
    void passed(Map<String, Instant> before) {
        before.forEach((name, at) -> pool(name).passed = at);
    }

    /** Runs that wait. */
    public int waiting() {
        return waiting.size();
    }

    /** Runs at work. */
    public int running() {
        return running.size();
    }

    private StackLine line(StackId stack) {
        return stacks.computeIfAbsent(stack, s -> new StackLine());
    }

    private PoolLine pool(String name) {
        return pools.computeIfAbsent(name, n -> new PoolLine(limits.getOrDefault(n, 0)));
    }
}
