package org.kohsuke.stapler.lang;

/** The signature of {@code Klass}, as far as the plugin links to it; its bodies never run. */
public final class Klass<C> {
    private Klass() {}
}
