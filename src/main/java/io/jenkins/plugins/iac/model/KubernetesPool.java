package io.jenkins.plugins.iac.model;

/**
 * Where the agents of a pool are pods.
 *
 * @param cloud name of the cloud in Jenkins
 * @param namespace namespace of the pods
 * @param podTemplate name of the pod template
 * @param serviceAccount service account of the pods, or null for the pool's own name
 */
public record KubernetesPool(String cloud, String namespace, String podTemplate, String serviceAccount) {}
