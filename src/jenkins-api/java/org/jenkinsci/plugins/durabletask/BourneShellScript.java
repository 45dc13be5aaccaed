package org.jenkinsci.plugins.durabletask;

/** The signature of {@code BourneShellScript}, as far as the plugin links to it; its bodies never run. */
public final class BourneShellScript extends FileMonitoringTask {
    public BourneShellScript(String script) {}
}
