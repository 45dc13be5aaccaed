package hudson.model;

/** The signature of {@code Action}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public interface Action extends ModelObject {
    String getDisplayName();

    String getIconFileName();

    String getUrlName();
}
