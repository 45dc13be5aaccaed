package jenkins.model;

import hudson.model.ModelObject;

/** The signature of {@code ModelObjectWithContextMenu}, as far as the plugin links to it; its bodies never run. */
public interface ModelObjectWithContextMenu extends ModelObject {}
