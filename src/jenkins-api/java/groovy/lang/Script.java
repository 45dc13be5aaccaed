package groovy.lang;

/** The signature of {@code Script}, as far as the plugin links to it; its bodies never run. */
public abstract class Script {
    private Script() {}
}
