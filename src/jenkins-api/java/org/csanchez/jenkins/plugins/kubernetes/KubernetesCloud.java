package org.csanchez.jenkins.plugins.kubernetes;

import hudson.slaves.Cloud;
import java.util.List;

/** The signature of {@code KubernetesCloud}, as far as the plugin links to it; its bodies never run. */
public class KubernetesCloud extends Cloud {
    public KubernetesCloud(String name) {
        super(name);
    }

    public List<PodTemplate> getTemplates() {
        throw new UnsupportedOperationException();
    }

    public List<PodTemplate> getAllTemplates() {
        throw new UnsupportedOperationException();
    }
}
