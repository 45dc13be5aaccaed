package jenkins.agents;

import hudson.FilePath;

/** The signature of {@code ControllerToAgentFileCallable}, as far as the plugin links to it; its bodies never run. */
public interface ControllerToAgentFileCallable<T> extends FilePath.FileCallable<T> {}
