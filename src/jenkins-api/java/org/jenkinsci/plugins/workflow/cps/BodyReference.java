package org.jenkinsci.plugins.workflow.cps;

import java.io.Serializable;

/** The signature of {@code BodyReference}, as far as the plugin links to it; its bodies never run. */
abstract class BodyReference implements Serializable {
    private BodyReference() {}
}
