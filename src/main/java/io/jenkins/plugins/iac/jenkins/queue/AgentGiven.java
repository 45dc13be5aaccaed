package io.jenkins.plugins.iac.jenkins.queue;

import hudson.ExtensionPoint;

/** Is told when what holds a grant has got its agent. */
@FunctionalInterface
public interface AgentGiven extends ExtensionPoint {
    /**
     * An agent was given. Called under the lock of Jenkins' queue: returns at once and does no I/O.
     */
    void given(PoolGrant grant, Waited waited);
}
