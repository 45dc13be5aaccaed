package io.jenkins.plugins.iac.jenkins.queue;

import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Queue;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.iac.lock.Waiter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution.PlaceholderTask;

/**
 * What waits for the agents of a pool and what holds one now, as Jenkins' queue and executors tell it.
 *
 * @param waiting in the order in which they go
 * @param running longest first
 */
public record PoolUse(List<Use> waiting, List<Use> running) {
    /** Nothing waits and nothing runs. */
    public static final PoolUse NONE = new PoolUse(List.of(), List.of());

    /**
     * One that waits or runs.
     *
     * @param since when it began to wait, or to run
     * @param why its place and what is in its way, or the name of the agent on which it runs
     * @param run the run, or empty
     * @param place its place in the line; 0 for one that runs, or that is not in line yet
     */
    public record Use(String stack, String operation, Instant since, String why, String run, int place) {}

    /** Every pool for which something waits or runs, by name. Sees all items, whoever asks; may read files. */
    public static Map<String, PoolUse> now() {
        Map<String, PoolUse> uses = new TreeMap<>();
        Map<String, Waiter> waiters = AgentLine.report();
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            for (Queue.Item item : Queue.getInstance().getItems()) {
                GrantReader.Found found = GrantReader.known(item);
                if (found.grant() != null) {
                    of(uses, found.grant())
                            .waiting()
                            .add(waiting(
                                    found.grant(),
                                    item,
                                    waiters.get(found.grant().run())));
                }
            }
            for (Computer computer : Jenkins.get().getComputers()) {
                for (Executor executor : computer.getAllExecutors()) {
                    running(uses, computer, executor);
                }
            }
        }
        uses.values().forEach(u -> {
            u.waiting().sort(Comparator.comparing(Use::place).thenComparing(Use::since));
            u.running().sort(Comparator.comparing(Use::since));
        });
        return uses;
    }

    private static void running(Map<String, PoolUse> uses, Computer computer, Executor executor) {
        Queue.Executable executable = executor.getCurrentExecutable();
        if (executable == null || !(executable.getParent() instanceof PlaceholderTask task)) {
            return;
        }
        try {
            PoolGrant grant = PoolGrant.on(task.getNode());
            if (grant != null) {
                Instant since = Instant.now().minusMillis(executor.getElapsedTime());
                of(uses, grant).running().add(use(grant, since, computer.getDisplayName()));
            }
        } catch (IOException e) {
            // Its build is being deleted; it is not a run of a pool any more.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PoolUse of(Map<String, PoolUse> uses, PoolGrant grant) {
        return uses.computeIfAbsent(grant.pool(), p -> new PoolUse(new ArrayList<>(), new ArrayList<>()));
    }

    private static Use waiting(PoolGrant grant, Queue.Item item, Waiter waiter) {
        if (waiter == null) {
            return use(grant, Instant.ofEpochMilli(item.getInQueueSince()), item.getWhy());
        }
        return new Use(
                grant.stack(),
                grant.operation(),
                waiter.run().since(),
                waiter.sentence(),
                grant.run(),
                waiter.turn().position());
    }

    private static Use use(PoolGrant grant, Instant since, String why) {
        return new Use(grant.stack(), grant.operation(), since, why == null ? "" : why, grant.run(), 0);
    }
}
