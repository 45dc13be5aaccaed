package hudson.search;

import hudson.model.ModelObject;

/** The signature of {@code SearchableModelObject}, as far as the plugin links to it; its bodies never run. */
public interface SearchableModelObject extends ModelObject {}
