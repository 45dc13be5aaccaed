package jenkins.agents;

import hudson.remoting.Callable;

/** The signature of {@code ControllerToAgentCallable}, as far as the plugin links to it; its bodies never run. */
public interface ControllerToAgentCallable<V, T extends Throwable> extends Callable<V, T> {}
