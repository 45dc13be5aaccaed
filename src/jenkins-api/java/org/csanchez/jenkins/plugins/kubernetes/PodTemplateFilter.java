package org.csanchez.jenkins.plugins.kubernetes;

import hudson.ExtensionPoint;
import hudson.model.Label;

/** The signature of {@code PodTemplateFilter}, as far as the plugin links to it; its bodies never run. */
public abstract class PodTemplateFilter implements ExtensionPoint {
    public PodTemplateFilter() {}

    protected abstract PodTemplate transform(KubernetesCloud cloud, PodTemplate podTemplate, Label label);
}
