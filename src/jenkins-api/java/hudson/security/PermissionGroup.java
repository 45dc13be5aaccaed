package hudson.security;

import java.util.Iterator;
import org.jvnet.localizer.Localizable;

/** The signature of {@code PermissionGroup}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public final class PermissionGroup implements Iterable<Permission>, Comparable<PermissionGroup> {
    public final Localizable title = null;

    public PermissionGroup(Class owner, Localizable title) throws IllegalStateException {}

    public int compareTo(PermissionGroup that) {
        throw new UnsupportedOperationException();
    }

    public String getId() {
        throw new UnsupportedOperationException();
    }

    public Iterator<Permission> iterator() {
        throw new UnsupportedOperationException();
    }
}
