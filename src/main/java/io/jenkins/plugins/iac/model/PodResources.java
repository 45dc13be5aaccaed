package io.jenkins.plugins.iac.model;

/**
 * What one pod of a pool may use; requested and limited alike. Quantities are written as Kubernetes writes them.
 *
 * @param cpu for example {@code 500m} or {@code 2}
 * @param memory for example {@code 2Gi}
 * @param storage temporary files and working directory, for example {@code 4Gi}
 */
public record PodResources(String cpu, String memory, String storage) {
    public static final PodResources DEFAULT = new PodResources("1", "2Gi", "4Gi");
}
