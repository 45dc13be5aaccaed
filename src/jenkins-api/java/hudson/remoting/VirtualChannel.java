package hudson.remoting;

/** The signature of {@code VirtualChannel}, as far as the plugin links to it; its bodies never run. */
public interface VirtualChannel {}
