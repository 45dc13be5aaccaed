package hudson.model;

import hudson.search.SearchableModelObject;
import hudson.security.AccessControlled;
import hudson.security.Permission;

/** The signature of {@code Item}, as far as the plugin links to it; its bodies never run. */
public interface Item extends PersistenceRoot, SearchableModelObject, AccessControlled {
    Permission CONFIGURE = null;

    Permission READ = null;

    Permission EXTENDED_READ = null;

    Permission BUILD = null;

    String getFullDisplayName();

    String getFullName();

    String getName();

    ItemGroup<? extends Item> getParent();

    String getUrl();
}
