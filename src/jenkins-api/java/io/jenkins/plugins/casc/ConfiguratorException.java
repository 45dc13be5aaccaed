package io.jenkins.plugins.casc;

/** The signature of {@code ConfiguratorException}, as far as the plugin links to it; its bodies never run. */
public class ConfiguratorException extends RuntimeException {
    public ConfiguratorException(Configurator configurator, String message) {}
}
