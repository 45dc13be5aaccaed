package hudson;

/** The signature of {@code ExtensionPoint}, as far as the plugin links to it; its bodies never run. */
public interface ExtensionPoint {}
