package io.jenkins.plugins.iac.jenkins.queue;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.queue.CauseOfBlockage;
import hudson.model.queue.QueueTaskDispatcher;
import io.jenkins.plugins.iac.model.KubernetesPool;
import io.jenkins.plugins.iac.model.Pool;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.durabletask.executors.ContinuedTask;

/**
 * Lets nothing onto an agent of a pool that holds no grant for the pool, and nothing before its turn. Jenkins takes an exception from here as a
 * refusal, so that it fails closed.
 *
 * <p>Exempt is what continues on an agent that it already holds after a restart ({@link ContinuedTask}), and Pipeline's
 * own flyweight, which runs no step by itself.
 */
@Extension
public class PoolDispatcher extends QueueTaskDispatcher {
    private static final String PIPELINE = "org.jenkinsci.plugins.workflow.";

    /** The pool to which an agent belongs; empty where it belongs to none or to several that must not meet. */
    public static Optional<String> poolOf(Node node) {
        return NodeGuards.of(node, NodeGuards.index()).pools().stream().findFirst();
    }

    @Override
    public CauseOfBlockage canTake(Node node, Queue.BuildableItem item) {
        PoolIndex index = NodeGuards.index();
        if (index.guardsNothing() || isContinued(item)) {
            return null;
        }
        if (index.isUnreadable()) {
            return unreadable();
        }
        Guard guard = NodeGuards.of(node, index);
        if (!guard.isGuarded()) {
            return null;
        }
        GrantReader.Found found = GrantReader.of(item);
        if (found.known() && guard.opensTo(found.grant())) {
            CauseOfBlockage refused = stranger(node, index.pool(found.grant().pool()));
            return refused == null ? AgentLine.get().take(item) : refused;
        }
        return new Refusal(found.known() ? guard.refusal(isAgentOf(node), found.grant()) : found.problem());
    }

    /**
     * Whether an agent that carries a pool's label belongs to it: a pod was judged before it was started, other agents are
     * those that the pool names. Where it names none the label alone decides.
     */
    private static Refusal stranger(Node node, Pool pool) {
        KubernetesPool pods = pool.kubernetes();
        boolean kind = pods == null
                || ExtensionList.lookup(PodAgents.class).stream()
                        .anyMatch(agents -> pods.cloud().equals(agents.cloudOf(node)));
        if (kind && pool.mayHave(node.getNodeName())) {
            return null;
        }
        return new Refusal(node.getDisplayName() + " carries the label of the pool " + pool.name()
                + ", whose agents are "
                + (kind ? String.join(", ", pool.agents()) : "pods of the cloud " + pods.cloud())
                + "; it is none of them, so take the label off it"
                + (kind ? " or name it under agents" : ""));
    }

    /** Stops early what could only wait, so that no cloud starts an agent for it, and what never comes to {@link #canTake}. */
    @Override
    public CauseOfBlockage canRun(Queue.Item item) {
        PoolIndex index = NodeGuards.index();
        if (index.guardsNothing() || isContinued(item)) {
            return null;
        }
        if (item.task instanceof Queue.FlyweightTask) {
            return item.task.getClass().getName().startsWith(PIPELINE) ? null : flyweight(item, index);
        }
        Label label = item.getAssignedLabel();
        Set<String> pools = label == null ? null : index.pools(label.getName());
        if (pools == null) {
            return null;
        }
        GrantReader.Found found = GrantReader.of(item);
        Guard guard = new Guard(pools, Set.of(label.getName()));
        if (found.known() && guard.opensTo(found.grant())) {
            String refused = RefusedPods.reason(label.getName(), index);
            return refused == null ? AgentLine.get().mayRun(item) : new Refusal(refused);
        }
        return new Refusal(
                found.known() ? guard.refusal(label.getName() + " is the label of", found.grant()) : found.problem());
    }

    /** A flyweight (the parent of a matrix) is put on a node without asking {@link #canTake}. */
    private static CauseOfBlockage flyweight(Queue.Item item, PoolIndex index) {
        if (index.isUnreadable()) {
            return unreadable();
        }
        Jenkins jenkins = Jenkins.get();
        Label label = item.getAssignedLabel();
        if (label == null && isReady(jenkins) && !NodeGuards.of(jenkins, index).isGuarded()) {
            return null;
        }
        Set<Node> nodes = label == null ? Set.copyOf(jenkins.getNodes()) : label.getNodes();
        for (Node node : nodes) {
            Guard guard = NodeGuards.of(node, index);
            if (guard.isGuarded()) {
                return new Refusal(guard.refusal(isAgentOf(node), null));
            }
        }
        return null;
    }

    /** Without a label a flyweight goes to the built-in node while that takes tasks. */
    private static boolean isReady(Jenkins jenkins) {
        Computer builtIn = jenkins.toComputer();
        return builtIn != null && builtIn.isOnline() && builtIn.isAcceptingTasks();
    }

    private static String isAgentOf(Node node) {
        return node.getDisplayName() + " is an agent of";
    }

    private static boolean isContinued(Queue.Item item) {
        return item.task instanceof ContinuedTask task && task.isContinued();
    }

    private static CauseOfBlockage unreadable() {
        return new Refusal(
                "the IaC catalog cannot be read, so that any agent may be one of a pool; mend it under Manage"
                        + " Jenkins, IaC catalog");
    }

    /** Shown in the queue (which escapes it), the API and, after a while, the build log. */
    private static final class Refusal extends CauseOfBlockage {
        private final String reason;

        Refusal(String reason) {
            this.reason = reason;
        }

        @Override
        public String getShortDescription() {
            return reason;
        }
    }
}
