package io.jenkins.plugins.iac.jenkins.queue;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Queue;
import hudson.model.queue.QueueListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution.PlaceholderTask;

/**
 * Finds the grant of what waits in the queue. Reading the flow node may load a file, so that it happens on another
 * thread, once for each item; until it is read the item is blocked.
 */
final class GrantReader {
    /** What is known of an item. */
    record Found(boolean known, PoolGrant grant, String problem) {
        static final Found NO_GRANT = new Found(true, null, null);
        static final Found NOT_YET = new Found(false, null, "the grant is being read");
    }

    private static final Logger LOGGER = Logger.getLogger(GrantReader.class.getName());
    private static final long RETRY_SECONDS = 5;
    private static final int MISSES = 2;
    private static final Map<Long, Found> FOUND = new ConcurrentHashMap<>();

    private GrantReader() {}

    /** What is known now; starts reading where nothing is. Does no reading itself. */
    static Found of(Queue.Item item) {
        if (!(item.task instanceof PlaceholderTask task)) {
            return Found.NO_GRANT;
        }
        long id = item.getId();
        Found found = FOUND.get(id);
        if (found == null) {
            found = FOUND.putIfAbsent(id, Found.NOT_YET);
            if (found == null) {
                found = Found.NOT_YET;
                Timer.get().execute(() -> read(item, task));
            }
        }
        return found;
    }

    /** What is known already; reads nothing and starts no reading, so that it may be asked of what left the queue meanwhile. */
    static Found known(Queue.Item item) {
        return FOUND.getOrDefault(item.getId(), Found.NOT_YET);
    }

    /** From now on nothing is known of an item, so that whoever asks next has it read. */
    static void forget(Queue.Item item) {
        FOUND.remove(item.getId());
    }

    private static void read(Queue.Item item, PlaceholderTask task) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            FlowNode node = task.getNode();
            PoolGrant grant = PoolGrant.on(node);
            if (grant != null && FOUND.containsKey(item.getId())) {
                AgentLine.get().enter(item, grant, PoolGrant.isHeldElsewhere(node, grant));
            }
            know(item, new Found(true, grant, null));
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is, nobody else would look again, and the item would wait for ever.
            retry(item, task, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            retry(item, task, e);
        }
    }

    private static void know(Queue.Item item, Found found) {
        if (FOUND.replace(item.getId(), found) != null) {
            Queue.getInstance().scheduleMaintenance();
        }
    }

    /** After a restart the flow may not be there yet; an item that has left the queue is not read again. */
    private static void retry(Queue.Item item, PlaceholderTask task, Throwable problem) {
        long id = item.getId();
        LOGGER.log(Level.FINE, "cannot read the grant of queue item " + id + " yet", problem);
        if (FOUND.replace(id, new Found(false, null, "its grant cannot be read yet: " + problem.getMessage()))
                != null) {
            Timer.get().schedule(() -> read(item, task), RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    /**
     * What continues on its agent was never asked for; it counts all the same, and is looked at until it can be read or is
     * over: one that has just got its executor may be missed on it once.
     *
     * @param misses how often in a row it was on no executor; -1 before anybody looked
     */
    private static void goesOn(Queue.Item item, PlaceholderTask task, int misses) {
        int missed = misses;
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            missed = misses < 0 || AgentLine.get().isOnExecutor(task) ? 0 : misses + 1;
            if (missed == 0) {
                PoolGrant grant = PoolGrant.on(task.getNode());
                if (grant != null) {
                    AgentLine.get().goesOn(task, item, grant);
                }
                return;
            }
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is, nobody else would look again, and its agent would not count.
            LOGGER.log(Level.FINE, "cannot read yet which pool " + item.task + " holds an agent of", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (missed < MISSES) {
            int next = missed;
            Timer.get().schedule(() -> goesOn(item, task, next), RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Forgets what has left the queue, and says so where an agent was given. */
    @Extension
    public static final class Forget extends QueueListener {
        @Override
        public void onLeft(Queue.LeftItem item) {
            Found found = FOUND.remove(item.getId());
            Waited waited = AgentLine.get().left(item);
            if (item.task instanceof PlaceholderTask task && task.isContinued() && !item.isCancelled()) {
                Timer.get().execute(() -> goesOn(item, task, -1));
            }
            if (found != null && found.grant() != null && waited != null && !item.isCancelled()) {
                ExtensionList.lookup(AgentGiven.class).forEach(l -> l.given(found.grant(), waited));
            }
        }
    }
}
