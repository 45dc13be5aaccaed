package hudson.model;

/** The signature of {@code PersistenceRoot}, as far as the plugin links to it; its bodies never run. */
public interface PersistenceRoot extends Saveable {}
