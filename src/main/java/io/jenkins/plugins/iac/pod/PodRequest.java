package io.jenkins.plugins.iac.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Set;

/**
 * A pod that is about to be started, as the host sees it.
 *
 * @param cloud name of the cloud
 * @param template name of the pod template in the cloud's configuration that the pod is made from, or null where it is made
 *     from another or that is unknown
 * @param labels Jenkins labels of the agent, or null where they are unknown
 * @param pod the pod as the cluster would get it
 */
public record PodRequest(String cloud, String template, Set<String> labels, JsonNode pod) {
    public PodRequest(String cloud, String template, Collection<String> labels, JsonNode pod) {
        this(cloud, template, labels == null ? null : Set.copyOf(labels), pod);
    }
}
