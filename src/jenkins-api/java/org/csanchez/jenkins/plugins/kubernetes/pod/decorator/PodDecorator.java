package org.csanchez.jenkins.plugins.kubernetes.pod.decorator;

import hudson.ExtensionPoint;
import io.fabric8.kubernetes.api.model.Pod;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;

/** The signature of {@code PodDecorator}, as far as the plugin links to it; its bodies never run. */
public interface PodDecorator extends ExtensionPoint {
    Pod decorate(KubernetesCloud kubernetesCloud, Pod pod);
}
