package hudson.model;

import hudson.ExtensionPoint;
import hudson.security.Permission;

/** The signature of {@code ManagementLink}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class ManagementLink implements ExtensionPoint, Action {
    public ManagementLink() {}

    public ManagementLink.Category getCategory() {
        throw new UnsupportedOperationException();
    }

    public String getDescription() {
        throw new UnsupportedOperationException();
    }

    public abstract String getIconFileName();

    public Permission getRequiredPermission() {
        throw new UnsupportedOperationException();
    }

    public abstract String getUrlName();

    public enum Category {
        CONFIGURATION,
        SECURITY,
        STATUS,
        TROUBLESHOOTING,
        TOOLS,
        MISC,
        UNCATEGORIZED;
    }
}
