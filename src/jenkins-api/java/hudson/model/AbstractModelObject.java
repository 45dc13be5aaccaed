package hudson.model;

import hudson.search.SearchableModelObject;

/** The signature of {@code AbstractModelObject}, as far as the plugin links to it; its bodies never run. */
public abstract class AbstractModelObject implements SearchableModelObject {
    public AbstractModelObject() {}
}
