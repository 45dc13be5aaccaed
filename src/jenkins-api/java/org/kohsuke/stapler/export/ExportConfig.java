package org.kohsuke.stapler.export;

/** The signature of {@code ExportConfig}, as far as the plugin links to it; its bodies never run. */
public class ExportConfig {
    private ExportConfig() {}
}
