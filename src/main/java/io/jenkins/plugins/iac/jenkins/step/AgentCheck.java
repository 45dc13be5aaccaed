package io.jenkins.plugins.iac.jenkins.step;

import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue;
import io.jenkins.plugins.iac.jenkins.queue.PoolGrant;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;

/**
 * Whether the agent on which a step stands is one of the pool that the catalog assigns, and was given for this stack and
 * operation. Asked again in every step: {@code node('label')} alone gives nothing. Fails closed.
 */
final class AgentCheck {
    private AgentCheck() {}

    /** The grant of the innermost agent block, or null where there is none. */
    static PoolGrant grant(StepContext context) throws IOException, InterruptedException {
        Executor executor = context.get(Executor.class);
        Queue.Executable executable = executor == null ? null : executor.getCurrentExecutable();
        if (executable == null || !(executable.getParent() instanceof ExecutorStepExecution.PlaceholderTask task)) {
            return null;
        }
        FlowNode node = task.getNode();
        return PoolGrant.on(node);
    }

    /**
     * The agent, if this stack and operation may run on it.
     *
     * @param pool the pool that the catalog assigns today; null where the static lane runs without one
     * @throws IacException of kind REFUSED if it is another one, or was not given for this
     */
    static Node require(StepContext context, Pool pool, String stack, Operation operation)
            throws IOException, InterruptedException {
        Computer computer = context.get(Computer.class);
        Node node = computer == null ? null : computer.getNode();
        String doing = "checking the agent for " + operation;
        String where = "stack " + stack;
        String next = "run the step inside iacAgent(stack: '" + stack + "', operation: '" + operation + "')";
        if (node == null) {
            throw IacException.refused(doing, where, "no agent", "an agent of the stack's pool", next);
        }
        if (pool == null) {
            return node;
        }
        Label label = Jenkins.get().getLabel(pool.label());
        if (label == null || !label.matches(node)) {
            throw IacException.refused(
                    doing,
                    where,
                    "agent " + node.getDisplayName(),
                    "an agent with the label " + pool.label() + " of pool " + pool.name(),
                    next);
        }
        if (!pool.mayHave(node.getNodeName())) {
            throw IacException.refused(
                    doing,
                    where,
                    "agent " + node.getDisplayName() + ", which only carries the label " + pool.label(),
                    "one of the agents " + String.join(", ", pool.agents()) + " of pool " + pool.name(),
                    "take the label off it, or name it under agents of the pool");
        }
        PoolGrant grant = grant(context);
        if (grant == null
                || !grant.pool().equals(pool.name())
                || !grant.stack().equals(stack)
                || !grant.operation().equals(operation.id())) {
            throw IacException.refused(
                    doing,
                    where,
                    grant == null
                            ? "an agent that was given for nothing"
                            : "an agent of pool " + grant.pool() + " given for " + grant.operation() + " of "
                                    + grant.stack(),
                    "an agent of pool " + pool.name() + " given for " + operation + " of " + stack,
                    next);
        }
        return node;
    }
}
