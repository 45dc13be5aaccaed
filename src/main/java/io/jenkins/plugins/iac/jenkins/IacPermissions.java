package io.jenkins.plugins.iac.jenkins;

import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;
import org.jvnet.localizer.Localizable;

/**
 * The permission group {@code IaC}. A permission says who may press a button at all; whose vote counts and what may run
 * is decided by the catalog. Each is implied by {@link Jenkins#ADMINISTER}; none implies another.
 */
public final class IacPermissions {
    public static final PermissionGroup GROUP =
            new PermissionGroup(IacPermissions.class, Messages._Permissions_group());

    /** To press Approve or Reject on a plan; checked on the run, so that a folder or a job may grant it. */
    public static final Permission APPROVE =
            permission("Approve", Messages._Permissions_approve(), PermissionScope.RUN);

    /** To break a lock. */
    public static final Permission UNLOCK =
            permission("Unlock", Messages._Permissions_unlock(), PermissionScope.JENKINS);

    /** To begin and end a freeze. */
    public static final Permission FREEZE =
            permission("Freeze", Messages._Permissions_freeze(), PermissionScope.JENKINS);

    /** To ask for a break-glass run. */
    public static final Permission BREAK_GLASS =
            permission("BreakGlass", Messages._Permissions_breakGlass(), PermissionScope.JENKINS);

    /** To read records and evidence of all runs. */
    public static final Permission AUDIT = permission("Audit", Messages._Permissions_audit(), PermissionScope.JENKINS);

    private IacPermissions() {}

    private static Permission permission(String name, Localizable description, PermissionScope scope) {
        return new Permission(GROUP, name, description, Jenkins.ADMINISTER, scope);
    }
}
