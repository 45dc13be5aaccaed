package jenkins.model;

import hudson.model.ModelObject;

/** The signature of {@code ModelObjectWithChildren}, as far as the plugin links to it; its bodies never run. */
public interface ModelObjectWithChildren extends ModelObject {}
