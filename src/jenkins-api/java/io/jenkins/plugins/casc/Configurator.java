package io.jenkins.plugins.casc;

import io.jenkins.plugins.casc.model.CNode;
import java.util.Set;

/** The signature of {@code Configurator}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public interface Configurator<T> {
    T check(CNode config, ConfigurationContext context) throws ConfiguratorException;

    T configure(CNode config, ConfigurationContext context) throws ConfiguratorException;

    Set<Attribute<T, ?>> describe();

    default CNode describe(T instance, ConfigurationContext context) throws Exception {
        throw new UnsupportedOperationException();
    }

    default String getName() {
        throw new UnsupportedOperationException();
    }

    Class<T> getTarget();
}
