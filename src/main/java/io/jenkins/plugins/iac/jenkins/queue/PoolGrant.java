package io.jenkins.plugins.iac.jenkins.queue;

import hudson.model.InvisibleAction;
import java.util.Objects;
import org.jenkinsci.plugins.workflow.actions.PersistentAction;
import org.jenkinsci.plugins.workflow.graph.BlockStartNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/**
 * Says on the flow node of a step that this step, and none around or beside it, may have an agent of a pool. Written by
 * the step that was admitted; a script cannot write one. Kept with the flow graph, so it is there after a restart.
 *
 * <p>A grant opens the agent, nothing more: what runs there asks the run's contract again.
 */
public final class PoolGrant extends InvisibleAction implements PersistentAction {
    private final String pool;
    private final String stack;
    private final String operation;
    private final String run;

    /**
     * @param pool name of the pool
     * @param stack id of the stack
     * @param operation id of the operation
     * @param run id of the run
     */
    public PoolGrant(String pool, String stack, String operation, String run) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.stack = Objects.requireNonNull(stack, "stack");
        this.operation = Objects.requireNonNull(operation, "operation");
        this.run = Objects.requireNonNull(run, "run");
    }

    /** The grant on a node itself, or null; a grant of an enclosing block does not count. */
    public static PoolGrant on(FlowNode node) {
        return node == null ? null : node.getAction(PoolGrant.class);
    }

    /** The grant of the nearest block around a node that has one, or null; one on the node itself does not count. */
    public static PoolGrant around(FlowNode node) {
        for (BlockStartNode block : node.getEnclosingBlocks()) {
            PoolGrant grant = on(block);
            if (grant != null) {
                return grant;
            }
        }
        return null;
    }

    /**
     * Whether the body of another block of the same build goes on, and so holds an agent, with the same grant: what waits is
     * the head of its branch itself and is in no block of its own. Known from the flow graph alone, so also right after a
     * restart. May read files.
     */
    static boolean isHeldElsewhere(FlowNode node, PoolGrant grant) {
        for (FlowNode head : node.getExecution().getCurrentHeads()) {
            PoolGrant around = around(head);
            if (around != null && around.run.equals(grant.run) && around.pool.equals(grant.pool)) {
                return true;
            }
        }
        return false;
    }

    public String pool() {
        return pool;
    }

    public String stack() {
        return stack;
    }

    public String operation() {
        return operation;
    }

    public String run() {
        return run;
    }

    @Override
    public String toString() {
        return operation + " of " + stack + " on " + pool + " (run " + run + ")";
    }
}
