package hudson.model;

/** The signature of {@code InvisibleAction}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class InvisibleAction implements Action {
    public InvisibleAction() {}

    public final String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    public final String getIconFileName() {
        throw new UnsupportedOperationException();
    }

    public String getUrlName() {
        throw new UnsupportedOperationException();
    }
}
