package org.kohsuke.stapler;

/** The signature of {@code HttpResponse}, as far as the plugin links to it; its bodies never run. */
public interface HttpResponse {}
