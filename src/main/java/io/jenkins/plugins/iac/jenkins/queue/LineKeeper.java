package io.jenkins.plugins.iac.jenkins.queue;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Queue;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.jenkins.Repeated;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.run.BuildLiveness;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.RunClosing;
import io.jenkins.plugins.iac.lock.Hindrance;
import io.jenkins.plugins.iac.lock.Liveness;
import io.jenkins.plugins.iac.lock.WaitingLine;
import io.jenkins.plugins.iac.lock.WaitingRun;
import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import io.jenkins.plugins.iac.lock.WaitingRun.Priority;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.DriftDuty;
import io.jenkins.plugins.iac.run.InLine;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunId;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.run.Waiters;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Keeps the line true: reads it from the journal, follows the catalog, freezes and locks, writes down who got an agent, and
 * lets go of what is no longer there. May read and write files; never called under the lock of Jenkins' queue.
 */
final class LineKeeper {
    private static final Logger LOGGER = Logger.getLogger(LineKeeper.class.getName());
    /** A run that neither waits nor works anywhere is let go of after this. */
    private static final Duration MISSING = Duration.ofMinutes(1);
    /** In a name, between the run and the item of the queue for which it has a further place. */
    private static final char FURTHER = '#';

    private final WaitingLine line;
    private final Delays delays = new Delays();
    private final Map<String, Instant> missing = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Catalog catalog;

    LineKeeper(WaitingLine line) {
        this.line = line;
    }

    private static RunServices services() {
        return IacRuns.get().services();
    }

    /** The line as the journal tells it. Runs whose build is gone are in nobody's way. */
    void rebuild() {
        followCatalog();
        Liveness liveness = new BuildLiveness(services());
        for (Run run : services().book().all()) {
            boolean waits = InLine.isWaiting(run);
            if ((waits || InLine.isAtWork(run)) && liveness.of(run.id()) != Liveness.Owner.DEAD) {
                InLine.of(run).ifPresent(waits ? line::enqueue : line::started);
            }
        }
        look();
    }

    private synchronized void followCatalog() {
        var result = IacGlobalConfiguration.get().current().result();
        if (result.isOk() && result.catalog() != catalog) {
            Waiters.follow(line, result.catalog());
            catalog = result.catalog();
        }
    }

    /** Where an item stands: as the journal says, else from when it came into Jenkins' queue. */
    WaitingRun place(Queue.Item item, PoolGrant grant) {
        followCatalog();
        Optional<WaitingRun> known = run(grant.run())
                .flatMap(InLine::of)
                .filter(w -> w.pool().equals(grant.pool()) && w.stack().value().equals(grant.stack()));
        return known.orElseGet(() -> new WaitingRun(
                grant.run().isEmpty() ? "item-" + item.getId() : grant.run(),
                new StackId(grant.stack()),
                grant.pool(),
                Operation.of(grant.operation()).filter(Operation::isWrite).isPresent() ? Lane.WRITE : Lane.SPECULATIVE,
                Priority.TRACKED,
                Instant.ofEpochMilli(item.getInQueueSince())));
    }

    private static Optional<Run> run(String id) {
        try {
            return RunId.isOne(id) ? Optional.of(services().book().get(id)) : Optional.empty();
        } catch (IacException e) {
            return Optional.empty();
        }
    }

    /** A further place of a run that has one already: another block waits with the same grant. */
    static WaitingRun further(WaitingRun place, Queue.Item item) {
        return new WaitingRun(
                place.run() + FURTHER + item.getId(),
                place.stack(),
                place.pool(),
                place.lane(),
                place.priority(),
                place.since());
    }

    private static Optional<Run> run(WaitingRun place) {
        return run(id(place));
    }

    private static String id(WaitingRun place) {
        int mark = place.run().indexOf(FURTHER);
        return mark < 0 ? place.run() : place.run().substring(0, mark);
    }

    /** Asks for everyone that waits what else is in its way. */
    void look() {
        followCatalog();
        boolean changed = false;
        List<WaitingRun> waiting = line.waiting();
        Map<String, Condition> drift = waiting.isEmpty() ? Map.of() : drift();
        for (WaitingRun place : waiting) {
            changed |= hold(place, drift);
        }
        if (changed) {
            Queue.getInstance().scheduleMaintenance();
        }
    }

    /** The same for one that has just come. */
    void look(WaitingRun place) {
        followCatalog();
        boolean drift = run(place).filter(r -> r.operation() == Operation.DRIFT).isPresent();
        hold(place, drift ? drift() : Map.of());
    }

    /** Looks for drift beyond what may be at work in a pool, by the last catalog that could be read. */
    private Map<String, Condition> drift() {
        Catalog today = catalog;
        return today == null ? Map.of() : DriftDuty.held(services().book().all(), today.drift());
    }

    private boolean hold(WaitingRun place, Map<String, Condition> drift) {
        if (place.lane() != Lane.WRITE) {
            return line.hold(place.run(), drift.get(id(place)));
        }
        Condition held = run(place)
                .map(r -> InLine.held(
                        r,
                        services().admission()::get,
                        services().locks().table(),
                        services().clock().instant()))
                .orElse(null);
        delays.note(place.run(), Hindrance.of(held, line.isBehind(place.run())), Instant.now());
        return line.hold(place.run(), held);
    }

    /** Looks at all soon, once for all who asked for it meanwhile. */
    private void lookSoon() {
        if (looking.compareAndSet(false, true)) {
            later(() -> {
                looking.set(false);
                look();
            });
        }
    }

    /** How long one waited that waits no more; returns at once. */
    Waited waited(WaitingRun place, Queue.Item item) {
        Duration all = Duration.ofMillis(System.currentTimeMillis() - item.getInQueueSince());
        return delays.end(place.run(), all, place.lane() == Lane.WRITE, Instant.now());
    }

    /** Writes down that a run has its agent, whichever of its blocks got it. */
    void given(WaitingRun place) {
        run(place).ifPresent(run -> new InLine(services()).given(run.id()));
        lookSoon();
    }

    /** The block is over, or its wait: a run that nothing in it took up is not left waiting. */
    void ended(WaitingRun place, String why) {
        Optional<Run> run = run(place).filter(r -> r.state() == RunState.QUEUED);
        if (run.isPresent() && place.run().indexOf(FURTHER) < 0) {
            var build = BuildLiveness.build(run.get());
            try {
                if (build != null) {
                    RunClosing.stop(build, run.get().id(), "the end of the block", why, TaskListener.NULL);
                }
            } catch (IacException e) {
                LOGGER.log(Level.FINE, "run " + place.run() + " was ended by somebody else", e);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "closing run " + place.run(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        lookSoon();
    }

    /** What is in Jenkins' queue now. */
    static Set<Long> items() {
        Set<Long> ids = new HashSet<>();
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            for (Queue.Item item : Queue.getInstance().getItems()) {
                ids.add(item.getId());
            }
        }
        return ids;
    }

    /** What executors work on now. */
    Set<Queue.Task> onExecutors() {
        Set<Queue.Task> tasks = Collections.newSetFromMap(new IdentityHashMap<>());
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            for (Computer computer : Jenkins.get().getComputers()) {
                for (Executor executor : computer.getAllExecutors()) {
                    Queue.Executable executable = executor.getCurrentExecutable();
                    if (executable != null && executable.getParent() instanceof Queue.Task task) {
                        tasks.add(task);
                    }
                }
            }
        }
        return tasks;
    }

    /**
     * Lets go of runs that the line knows and Jenkins does not. One that the journal says somebody works on keeps its
     * place: its agent may come back.
     *
     * @param there names of those that Jenkins knows
     */
    void forget(Set<String> there) {
        Instant now = Instant.now();
        delays.keep(there);
        missing.keySet().retainAll(line.names());
        for (String name : line.names()) {
            if (there.contains(name)) {
                missing.remove(name);
                continue;
            }
            Instant since = missing.computeIfAbsent(name, n -> now);
            boolean worked = run(name).map(InLine::isAtWork).orElse(false);
            if (!worked && !now.isBefore(since.plus(MISSING))) {
                LOGGER.log(Level.FINE, "run {0} is in no queue and on no agent any more", name);
                missing.remove(name);
                line.finished(name);
                Queue.getInstance().scheduleMaintenance();
            }
        }
    }

    void later(Runnable work) {
        Computer.threadPoolForRemoting.submit(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOGGER.log(IacRuns.isClosed() ? Level.FINE : Level.WARNING, "keeping the line of those who wait", e);
            }
        });
    }

    /** Compares the line with Jenkins now and then; also how an end of a freeze or of a lock comes to be known. */
    @Extension
    public static final class Compare extends Repeated {
        public Compare() {
            super(Duration.ofSeconds(5), Compare::round);
        }

        private static void round() {
            if (!IacRuns.isClosed()) {
                AgentLine.get().compare();
            }
        }
    }
}
