package hudson.security;

import org.jvnet.localizer.Localizable;

/** The signature of {@code Permission}, as far as the plugin links to it; its bodies never run. */
public final class Permission {
    public static final Permission READ = null;

    public static final Permission DELETE = null;

    public Permission(
            PermissionGroup group, String name, Localizable description, Permission impliedBy, PermissionScope scope) {}

    public String getId() {
        throw new UnsupportedOperationException();
    }
}
