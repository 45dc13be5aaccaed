package org.kohsuke.stapler;

/** The signature of {@code StaplerProxy}, as far as the plugin links to it; its bodies never run. */
public interface StaplerProxy {
    Object getTarget();
}
