package io.jenkins.plugins.iac.jenkins.queue;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Executor;
import hudson.model.ExecutorListener;
import hudson.model.Queue;
import hudson.model.queue.CauseOfBlockage;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.lock.Waiter;
import io.jenkins.plugins.iac.lock.WaitingLine;
import io.jenkins.plugins.iac.lock.WaitingRun;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;

/**
 * Whose turn it is among those that wait for agents of pools: Jenkins' queue is the queue, the order in it is the engine's.
 * What Jenkins calls here under the lock of its queue looks things up in memory and returns; reading, writing and judging
 * are done by {@link LineKeeper} on other threads. Until the line is read from the journal nothing is given an agent.
 */
@Extension
public class AgentLine implements ExecutorListener {
    private static final Logger LOGGER = Logger.getLogger(AgentLine.class.getName());
    private static final long RETRY_SECONDS = 5;
    /** Jenkins hands an agent out at once; an item that is asked about again so much later did not get it. */
    private static final long HANDED_OUT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final WaitingLine line = new WaitingLine();
    private final Map<Long, WaitingRun> waiting = new ConcurrentHashMap<>();
    private final Map<Long, Long> taken = new ConcurrentHashMap<>();
    private final Map<Queue.Task, WaitingRun> atWork = Collections.synchronizedMap(new IdentityHashMap<>());
    private final LineKeeper keeper = new LineKeeper(line);
    private final AtomicBoolean opening = new AtomicBoolean();
    private volatile boolean open;
    private volatile String failure;
    private volatile Set<Queue.Task> missed = Set.of();

    static AgentLine get() {
        return ExtensionList.lookupSingleton(AgentLine.class);
    }

    /** All that wait, by their names in the line; pool by pool in the order in which they go. */
    public static Map<String, Waiter> report() {
        return get().line.report(Instant.now());
    }

    /** How a run waits; empty where it does not. */
    public static Optional<Waiter> of(String run) {
        return get().line.explain(run, Instant.now());
    }

    /** Null if nothing is in an item's way. */
    CauseOfBlockage mayRun(Queue.Item item) {
        if (!open) {
            return opening();
        }
        WaitingRun run = place(item);
        if (run == null) {
            return reading(item);
        }
        Long since = taken.get(item.getId());
        if (since != null) {
            if (System.nanoTime() - since < HANDED_OUT_NANOS) {
                return null;
            }
            taken.remove(item.getId());
            line.giveBack(run.run());
        }
        return line.mayGo(run.run(), Instant.now()) ? null : new Turn(line, run);
    }

    /** Null if an agent that is free is for this item; it is counted as at work from then on. */
    CauseOfBlockage take(Queue.Item item) {
        if (!open) {
            return opening();
        }
        WaitingRun run = place(item);
        if (run == null) {
            return reading(item);
        }
        if (taken.containsKey(item.getId())) {
            return null;
        }
        if (!line.take(run.run(), Instant.now())) {
            return new Turn(line, run);
        }
        taken.put(item.getId(), System.nanoTime());
        return null;
    }

    /** Null where it is not in line, or no longer: the end of an earlier block of the same run takes the name with it. */
    private WaitingRun place(Queue.Item item) {
        WaitingRun run = waiting.get(item.getId());
        if (run == null || line.knows(run.run())) {
            return run;
        }
        taken.remove(item.getId());
        waiting.remove(item.getId(), run);
        return null;
    }

    /** Known by its grant and not in line, as for a line that is newer than the grant: it is read again. */
    private static CauseOfBlockage reading(Queue.Item item) {
        GrantReader.forget(item);
        return new Waits("its place in the line is being read");
    }

    private CauseOfBlockage opening() {
        if (opening.compareAndSet(false, true)) {
            Timer.get().execute(this::open);
        }
        String last = failure;
        return new Waits("the line of those who wait is being read from the journal"
                + (last == null ? "" : "; the last try failed: " + last));
    }

    private void open() {
        try {
            keeper.rebuild();
            open = true;
            failure = null;
            Queue.getInstance().scheduleMaintenance();
        } catch (RuntimeException e) {
            if (!IacRuns.isClosed()) {
                failure = e.getMessage() == null ? e.toString() : e.getMessage();
                LOGGER.log(Level.WARNING, "reading the line of those who wait", e);
                Timer.get().schedule(this::open, RETRY_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    /**
     * Puts an item in line; called under no lock of Jenkins, before anybody is told of its grant.
     *
     * @param heldElsewhere whether another block has an agent with the same grant, though nobody may have told of it yet
     */
    void enter(Queue.Item item, PoolGrant grant, boolean heldElsewhere) {
        WaitingRun run = keeper.place(item, grant);
        synchronized (this) {
            boolean known = !line.enqueue(run);
            if (known && !heldElsewhere && !isTaken(run.run())) {
                // The journal says that it had an agent when the controller died, and nobody holds one: it waits again.
                line.giveBack(run.run());
            } else if (known) {
                // Another block waits for, or has, an agent with the same grant: this one has a place of its own.
                run = LineKeeper.further(run, item);
                line.enqueue(run);
            }
            waiting.put(item.getId(), run);
        }
        keeper.look(run);
    }

    private boolean isTaken(String run) {
        return bound().contains(run);
    }

    /** Names of those that stand in Jenkins' queue or on one of its agents. */
    private Set<String> bound() {
        Set<String> bound = new HashSet<>();
        waiting.values().forEach(w -> bound.add(w.run()));
        synchronized (atWork) {
            atWork.values().forEach(w -> bound.add(w.run()));
        }
        return bound;
    }

    /**
     * The item left the queue: with an agent, or because nobody wants one for it any more.
     *
     * @return how it waited, or null where it was not in line
     */
    Waited left(Queue.LeftItem item) {
        taken.remove(item.getId());
        WaitingRun run = waiting.remove(item.getId());
        if (run == null) {
            return null;
        }
        Waited waited = keeper.waited(run, item);
        if (item.isCancelled()) {
            line.finished(run.run());
            keeper.later(() -> keeper.ended(run, "nobody waits for its agent any more"));
        } else {
            started(item.task, run);
            keeper.later(() -> keeper.given(run));
        }
        return waited;
    }

    /** A block that goes on after a restart has its agent, whatever the order says. */
    void goesOn(Queue.Task task, Queue.Item item, PoolGrant grant) {
        WaitingRun run = keeper.place(item, grant);
        synchronized (this) {
            if (!atWork.containsKey(task)) {
                started(task, isTaken(run.run()) ? LineKeeper.further(run, item) : run);
            }
        }
    }

    boolean isOnExecutor(Queue.Task task) {
        return keeper.onExecutors().contains(task);
    }

    private void started(Queue.Task task, WaitingRun run) {
        line.started(run);
        atWork.put(task, run);
    }

    @Override
    public void taskCompleted(Executor executor, Queue.Task task, long durationMS) {
        WaitingRun run = atWork.remove(task);
        if (run != null) {
            line.finished(run.run());
            keeper.later(() -> keeper.ended(run, "its iacAgent block is over and nothing in it took it up"));
            Queue.getInstance().scheduleMaintenance();
        }
    }

    @Override
    public void taskCompletedWithProblems(Executor executor, Queue.Task task, long durationMS, Throwable problems) {
        taskCompleted(executor, task, durationMS);
    }

    /** Compares the line with what is there now; called now and then, under no lock. */
    void compare() {
        if (open) {
            Set<Long> items = LineKeeper.items();
            waiting.forEach((id, run) -> {
                if (!items.contains(id) && waiting.remove(id, run)) {
                    line.finished(run.run());
                }
            });
            Set<Queue.Task> there = keeper.onExecutors();
            Set<Queue.Task> absent = Collections.newSetFromMap(new IdentityHashMap<>());
            synchronized (atWork) {
                atWork.keySet().stream().filter(task -> !there.contains(task)).forEach(absent::add);
                // Twice in a row: one that has just got its executor is not seen on it yet.
                atWork.keySet().removeIf(task -> absent.contains(task) && missed.contains(task));
            }
            missed = absent;
            keeper.forget(bound());
            keeper.look();
        }
    }

    /** Shown in the queue (which escapes it), the API and, after a while, the build log. */
    private static class Waits extends CauseOfBlockage {
        private final String reason;

        Waits(String reason) {
            this.reason = reason;
        }

        @Override
        public String getShortDescription() {
            return reason;
        }
    }

    /** Place and reason as they are when somebody looks. */
    private static final class Turn extends CauseOfBlockage {
        private final WaitingLine line;
        private final WaitingRun run;

        Turn(WaitingLine line, WaitingRun run) {
            this.line = line;
            this.run = run;
        }

        @Override
        public String getShortDescription() {
            return line.explain(run.run(), Instant.now())
                    .map(Waiter::sentence)
                    .orElse("it waits in the line of " + run.pool() + " no longer");
        }
    }
}
