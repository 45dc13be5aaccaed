package jenkins.model.queue;

import hudson.model.ModelObject;

/** The signature of {@code ITask}, as far as the plugin links to it; its bodies never run. */
public interface ITask extends ModelObject {}
