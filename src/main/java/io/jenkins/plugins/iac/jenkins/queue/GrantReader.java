package io.jenkins.plugins.iac.jenkins.queue;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Queue;
import hudson.model.queue.QueueListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
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
                Timer.get().execute(() -> read(id, task));
            }
        }
        return found;
    }

    /** What is known already; reads nothing and starts no reading, so that it may be asked of what left the queue meanwhile. */
    static Found known(Queue.Item item) {
        return FOUND.getOrDefault(item.getId(), Found.NOT_YET);
    }

    private static void read(long id, PlaceholderTask task) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            know(id, new Found(true, PoolGrant.on(task.getNode()), null));
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is, nobody else would look again, and the item would wait for ever.
            retry(id, task, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            retry(id, task, e);
        }
    }

    private static void know(long id, Found found) {
        if (FOUND.replace(id, found) != null) {
            Queue.getInstance().scheduleMaintenance();
        }
    }

    /** After a restart the flow may not be there yet; an item that has left the queue is not read again. */
    private static void retry(long id, PlaceholderTask task, Throwable problem) {
        LOGGER.log(Level.FINE, "cannot read the grant of queue item " + id + " yet", problem);
        if (FOUND.replace(id, new Found(false, null, "its grant cannot be read yet: " + problem.getMessage()))
                != null) {
            Timer.get().schedule(() -> read(id, task), RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Forgets what has left the queue, and says so where an agent was given. */
    @Extension
    public static final class Forget extends QueueListener {
        @Override
        public void onLeft(Queue.LeftItem item) {
            Found found = FOUND.remove(item.getId());
            if (found != null && found.grant() != null && !item.isCancelled()) {
                Duration waited = Duration.ofMillis(System.currentTimeMillis() - item.getInQueueSince());
                ExtensionList.lookup(AgentGiven.class).forEach(l -> l.given(found.grant(), waited));
            }
        }
    }
}
