package io.jenkins.plugins.iac.render;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.jenkins.plugins.iac.model.KubernetesPool;
import io.jenkins.plugins.iac.model.PodResources;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Toleration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pod of a pool, of the restricted profile and with a read-only root: one container, the pool's first image, which
 * holds the agent, git and the tool. Whoever applies the manifest starts no pod: it is a {@code PodTemplate}.
 */
final class PodManifest {
    /** What the Kubernetes plugin calls the container of the agent. */
    private static final String AGENT = "jnlp";

    private static final String HOME = "/home/jenkins";
    private static final String TEMPORARY = "/tmp";

    /** An apply that is told to stop writes its state first. */
    private static final long GRACE_SECONDS = 300;

    private final Pool pool;
    private final KubernetesPool pods;

    PodManifest(Pool pool) {
        this.pool = pool;
        this.pods = pool.kubernetes();
    }

    HasMetadata template() {
        return new PodTemplateBuilder()
                .withMetadata(Metadata.of(pool, name()))
                .withNewTemplate()
                .withMetadata(new ObjectMetaBuilder()
                        .addToLabels(PoolManifests.MANAGED_BY, PoolManifests.US)
                        .addToAnnotations(PoolManifests.POOL, pool.name())
                        .build())
                .withSpec(spec())
                .endTemplate()
                .build();
    }

    /** Without a name, which Jenkins gives each of its pods. */
    HasMetadata pod() {
        return new PodBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace(pods.namespace())
                        .addToLabels(PoolManifests.MANAGED_BY, PoolManifests.US)
                        .addToAnnotations(PoolManifests.POOL, pool.name())
                        .build())
                .withSpec(spec())
                .build();
    }

    /** Names in a cluster are of lower case, without '_'. */
    private String name() {
        return pods.podTemplate()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("-$", "");
    }

    private PodSpec spec() {
        PodSpecBuilder spec = new PodSpecBuilder()
                .withServiceAccountName(pods.serviceAccountOf(pool.name()))
                .withAutomountServiceAccountToken(pods.serviceAccountToken())
                .withEnableServiceLinks(false)
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withRuntimeClassName(pods.runtimeClass())
                .withNodeSelector(pods.nodeSelector().isEmpty() ? null : new TreeMap<>(pods.nodeSelector()))
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser((long) pods.runAsUser())
                .withRunAsGroup((long) pods.runAsUser())
                .withFsGroup((long) pods.runAsUser())
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(agent())
                .withVolumes(scratch("home"), scratch("tmp"));
        for (Toleration toleration : pods.tolerations()) {
            spec.addNewToleration()
                    .withKey(toleration.key())
                    .withOperator(toleration.value() == null ? "Exists" : "Equal")
                    .withValue(toleration.value())
                    .withEffect(toleration.effect())
                    .endToleration();
        }
        return spec.build();
    }

    private Container agent() {
        PodResources each = pods.resources();
        Map<String, Quantity> all = new TreeMap<>();
        all.put("cpu", new Quantity(each.cpu()));
        all.put("memory", new Quantity(each.memory()));
        all.put("ephemeral-storage", new Quantity(each.storage()));
        return new ContainerBuilder()
                .withName(AGENT)
                .withImage(pool.images().get(0))
                .addNewEnv()
                .withName("HOME")
                .withValue(HOME)
                .endEnv()
                .withNewResources()
                .withRequests(all)
                .withLimits(all)
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withPrivileged(false)
                .withReadOnlyRootFilesystem(true)
                .withRunAsNonRoot(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("home")
                .withMountPath(HOME)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath(TEMPORARY)
                .endVolumeMount()
                .build();
    }

    private Volume scratch(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withSizeLimit(new Quantity(pods.resources().storage()))
                .endEmptyDir()
                .build();
    }
}
