package org.csanchez.jenkins.plugins.kubernetes;

import hudson.model.Descriptor;
import hudson.model.TaskListener;
import hudson.slaves.AbstractCloudSlave;
import java.io.IOException;

/** The signature of {@code KubernetesSlave}, as far as the plugin links to it; its bodies never run. */
public class KubernetesSlave extends AbstractCloudSlave {
    public KubernetesSlave(PodTemplate template, String nodeDescription, KubernetesCloud cloud, String labelStr)
            throws Descriptor.FormException, IOException {
        super(null, null, null);
    }

    public String getCloudName() {
        throw new UnsupportedOperationException();
    }

    public String getPodName() {
        throw new UnsupportedOperationException();
    }

    public TaskListener getRunListener() {
        throw new UnsupportedOperationException();
    }

    public String getTemplateId() {
        throw new UnsupportedOperationException();
    }

    public PodTemplate getTemplateOrNull() {
        throw new UnsupportedOperationException();
    }
}
