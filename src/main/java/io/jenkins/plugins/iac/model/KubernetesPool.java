package io.jenkins.plugins.iac.model;

import java.util.List;
import java.util.Map;

/**
 * Where the agents of a pool are pods, and what their pods may be.
 *
 * @param cloud name of the cloud in Jenkins
 * @param namespace namespace of the pods
 * @param podTemplate name of the pod template
 * @param serviceAccount service account of the pods, or null for the pool's own name
 * @param serviceAccountToken whether pods get a token of their service account
 * @param runAsUser user and group id of the pods' processes, never 0
 * @param resources what each pod may use
 * @param egress where pods may connect to; nothing where empty
 * @param nodeSelector labels of the nodes that pods must ask for
 * @param tolerations taints that pods may tolerate; no others
 * @param runtimeClass runtime class that pods must ask for, or null
 */
public record KubernetesPool(
        String cloud,
        String namespace,
        String podTemplate,
        String serviceAccount,
        boolean serviceAccountToken,
        int runAsUser,
        PodResources resources,
        List<Egress> egress,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        String runtimeClass) {
    public static final int DEFAULT_USER = 1000;

    public KubernetesPool {
        resources = resources == null ? PodResources.DEFAULT : resources;
        egress = Values.list(egress);
        nodeSelector = Values.map(nodeSelector);
        tolerations = Values.list(tolerations);
    }

    /** A pool of which nothing but its place is said. */
    public static KubernetesPool of(String cloud, String namespace, String podTemplate, String serviceAccount) {
        return new KubernetesPool(
                cloud,
                namespace,
                podTemplate,
                serviceAccount,
                false,
                DEFAULT_USER,
                PodResources.DEFAULT,
                List.of(),
                Map.of(),
                List.of(),
                null);
    }

    /** The service account of the pods of the pool that has this name. */
    public String serviceAccountOf(String pool) {
        return serviceAccount == null ? pool : serviceAccount;
    }
}
