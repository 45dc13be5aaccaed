package io.jenkins.plugins.casc;

/** The signature of {@code ConfigurationContext}, as far as the plugin links to it; its bodies never run. */
public class ConfigurationContext {
    private ConfigurationContext() {}
}
