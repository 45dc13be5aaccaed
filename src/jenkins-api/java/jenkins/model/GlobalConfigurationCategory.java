package jenkins.model;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.ModelObject;

/** The signature of {@code GlobalConfigurationCategory}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class GlobalConfigurationCategory implements ExtensionPoint, ModelObject {
    public GlobalConfigurationCategory() {}

    public static ExtensionList<GlobalConfigurationCategory> all() {
        throw new UnsupportedOperationException();
    }

    public static <T extends GlobalConfigurationCategory> T get(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    public static class Unclassified extends GlobalConfigurationCategory {
        private Unclassified() {}

        public String getDisplayName() {
            throw new UnsupportedOperationException();
        }
    }
}
