package hudson.security;

import org.springframework.security.core.Authentication;

/** The signature of {@code ACL}, as far as the plugin links to it; its bodies never run. */
public abstract class ACL {
    public static final String SYSTEM_USERNAME = "SYSTEM";

    public static final Authentication SYSTEM2 = null;

    private ACL() {}

    public static boolean isAnonymous2(Authentication authentication) {
        throw new UnsupportedOperationException();
    }

    public static ACLContext as2(Authentication auth) {
        throw new UnsupportedOperationException();
    }

    public final void checkPermission(Permission p) {
        throw new UnsupportedOperationException();
    }

    public final boolean hasPermission(Permission p) {
        throw new UnsupportedOperationException();
    }

    public boolean hasPermission2(Authentication a, Permission permission) {
        throw new UnsupportedOperationException();
    }
}
