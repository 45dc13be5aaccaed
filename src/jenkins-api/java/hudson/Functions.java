package hudson;

/** The signature of {@code Functions}, as far as the plugin links to it; its bodies never run. */
public class Functions {
    private Functions() {}
}
