package jenkins.model;

/** The signature of {@code Loadable}, as far as the plugin links to it; its bodies never run. */
public interface Loadable {}
