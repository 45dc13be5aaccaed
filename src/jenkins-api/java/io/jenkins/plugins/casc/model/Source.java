package io.jenkins.plugins.casc.model;

import java.io.Serializable;

/** The signature of {@code Source}, as far as the plugin links to it; its bodies never run. */
public class Source implements Serializable {
    private Source() {}
}
