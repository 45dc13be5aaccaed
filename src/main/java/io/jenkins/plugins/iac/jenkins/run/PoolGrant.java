package io.jenkins.plugins.iac.jenkins.run;

import hudson.model.InvisibleAction;
import io.jenkins.plugins.iac.model.Operation;
import org.jenkinsci.plugins.workflow.actions.PersistentAction;

/** On the flow node of an {@code iacAgent}: which pool, for which stack and operation. Written by the controller alone. */
public final class PoolGrant extends InvisibleAction implements PersistentAction {
    private final String pool;
    private final String stack;
    private final String operation;

    public PoolGrant(String pool, String stack, Operation operation) {
        this.pool = pool;
        this.stack = stack;
        this.operation = operation.id();
    }

    public String pool() {
        return pool;
    }

    public String stack() {
        return stack;
    }

    public Operation operation() {
        return Operation.of(operation).orElseThrow();
    }
}
