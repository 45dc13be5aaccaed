package jenkins.security;

import jenkins.agents.ControllerToAgentCallable;

/** The signature of {@code MasterToSlaveCallable}, as far as the plugin links to it; its bodies never run. */
public abstract class MasterToSlaveCallable<V, T extends Throwable> implements ControllerToAgentCallable<V, T> {
    public MasterToSlaveCallable() {}
}
