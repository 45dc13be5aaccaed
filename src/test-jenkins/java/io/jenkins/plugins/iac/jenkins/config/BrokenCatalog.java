package io.jenkins.plugins.iac.jenkins.config;

import java.lang.reflect.Field;

/** What a controller works by that was started with a document that has errors; a running one takes no such document. */
public final class BrokenCatalog {
    private BrokenCatalog() {}

    public static void use(String text) throws ReflectiveOperationException {
        Field current = IacGlobalConfiguration.class.getDeclaredField("current");
        current.setAccessible(true);
        current.set(IacGlobalConfiguration.get(), CatalogDocument.of(text));
    }
}
