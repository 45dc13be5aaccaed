package org.jenkinsci.plugins.workflow.cps;

import groovy.lang.Script;

/** The signature of {@code CpsThreadGroup}, as far as the plugin links to it; its bodies never run. */
public final class CpsThreadGroup {
    private CpsThreadGroup() {}

    public BodyReference export(Script script) {
        throw new UnsupportedOperationException();
    }
}
