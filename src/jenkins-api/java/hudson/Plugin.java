package hudson;

/** The signature of {@code Plugin}, as far as the plugin links to it; its bodies never run. */
public abstract class Plugin {
    protected Plugin() {}
}
