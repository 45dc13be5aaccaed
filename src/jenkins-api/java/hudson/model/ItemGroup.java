package hudson.model;

import org.springframework.security.access.AccessDeniedException;

/** The signature of {@code ItemGroup}, as far as the plugin links to it; its bodies never run. */
public interface ItemGroup<T extends Item> extends PersistenceRoot, ModelObject {
    String getFullName();

    T getItem(String name) throws AccessDeniedException;
}
