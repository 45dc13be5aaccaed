package io.jenkins.plugins.iac.jenkins.queue;

import hudson.model.Label;
import hudson.model.Queue;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution.PlaceholderTask;

/**
 * Why the pods of a label are not started. What waits for the label is told so, and no further pod is tried for a while:
 * the next one would be refused as well until somebody mends the pod template, and then the run goes on by itself.
 */
public final class RefusedPods {
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private record Refused(PoolIndex index, String reason, long at) {}

    private static final Map<String, Refused> BY_LABEL = new ConcurrentHashMap<>();

    private RefusedPods() {}

    /** A pod that a pool's own template makes was refused. */
    public static void add(String label, String reason) {
        BY_LABEL.put(label, new Refused(NodeGuards.index(), reason, System.nanoTime()));
        Queue.getInstance().scheduleMaintenance();
    }

    /**
     * Takes pipelines out of the queue that wait for a label which only a template of their own serves, and whose pods are
     * refused: nobody will mend that one.
     *
     * @param label a label that nothing but this template serves
     */
    public static void cancel(String label) {
        Queue queue = Queue.getInstance();
        for (Queue.Item item : queue.getItems()) {
            Label waited = item.getAssignedLabel();
            if (waited != null && waited.getName().equals(label) && item.task instanceof PlaceholderTask) {
                queue.cancel(item);
            }
        }
    }

    /** The pod was admitted. */
    public static void clear(String label) {
        BY_LABEL.remove(label);
    }

    /** Why nothing waits for a pod of this label now, or null. A new catalog may have mended it. */
    static String reason(String label, PoolIndex index) {
        Refused refused = BY_LABEL.get(label);
        boolean fresh =
                refused != null && refused.index() == index && System.nanoTime() - refused.at() < PAUSE.toNanos();
        return fresh ? refused.reason() : null;
    }
}
