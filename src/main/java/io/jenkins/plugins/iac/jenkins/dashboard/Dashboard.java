package io.jenkins.plugins.iac.jenkins.dashboard;

/** The dashboard, for those who may see it; made for one request. */
public final class Dashboard {
    Dashboard() {}

    /** Pages of other parts of the plugin. */
    public Object getDynamic(String name) {
        return IacRootAction.page(name, false).orElse(null);
    }

    public String getDisplayName() {
        return Messages.Dashboard_displayName();
    }
}
