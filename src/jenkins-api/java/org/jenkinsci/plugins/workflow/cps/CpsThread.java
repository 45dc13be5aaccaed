package org.jenkinsci.plugins.workflow.cps;

/** The signature of {@code CpsThread}, as far as the plugin links to it; its bodies never run. */
public final class CpsThread {
    private CpsThread() {}

    public static CpsThread current() {
        throw new UnsupportedOperationException();
    }

    public CpsFlowExecution getExecution() {
        throw new UnsupportedOperationException();
    }

    public CpsThreadGroup getGroup() {
        throw new UnsupportedOperationException();
    }
}
