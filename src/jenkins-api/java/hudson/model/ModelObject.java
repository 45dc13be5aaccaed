package hudson.model;

/** The signature of {@code ModelObject}, as far as the plugin links to it; its bodies never run. */
public interface ModelObject {
    String getDisplayName();
}
