package jenkins;

import jenkins.agents.ControllerToAgentFileCallable;

/** The signature of {@code MasterToSlaveFileCallable}, as far as the plugin links to it; its bodies never run. */
public abstract class MasterToSlaveFileCallable<T> implements ControllerToAgentFileCallable<T> {
    public MasterToSlaveFileCallable() {}
}
