package jenkins.model;

import hudson.model.ModelObject;

/** The signature of {@code HistoricalBuild}, as far as the plugin links to it; its bodies never run. */
public interface HistoricalBuild extends ModelObject {}
