package io.jenkins.plugins.iac.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Pool;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * What a cluster needs for a pool whose agents are pods: a namespace that admits only pods of the restricted profile, a
 * service account without a token, network policies that deny what the pool does not list, a quota, and the pod template.
 * The same catalog gives the same bytes.
 */
public final class PoolManifests {
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String US = "iac-runners";
    static final String POOL = "iac-runners/pool";
    private static final String POD_SECURITY = "pod-security.kubernetes.io/";

    private final Pool pool;

    /**
     * @throws IacException of kind bad input if the pool's agents are no pods, or it names no image
     */
    public PoolManifests(Pool pool) {
        this.pool = pool;
        if (pool.kubernetes() == null) {
            throw bad("no kubernetes section", "a pool whose agents are pods", "add kubernetes to the pool");
        }
        if (pool.images().isEmpty()) {
            throw bad("no image", "an image with its digest", "name the agent's image in the pool's images");
        }
    }

    private IacException bad(String found, String expected, String next) {
        return IacException.badInput("rendering manifests", "the pool " + pool.name(), found, expected, next);
    }

    /** All manifests, in the order in which they can be applied. */
    public List<HasMetadata> all() {
        NetworkPolicies networks = new NetworkPolicies(pool);
        return java.util.stream.Stream.of(
                        java.util.stream.Stream.of(namespace(), serviceAccount()),
                        networks.all(),
                        java.util.stream.Stream.of(new Quota(pool).quota(), new PodManifest(pool).template()))
                .flatMap(s -> s)
                .toList();
    }

    private HasMetadata namespace() {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(pool.kubernetes().namespace())
                .addToLabels(MANAGED_BY, US)
                .addToLabels(POD_SECURITY + "enforce", "restricted")
                .addToLabels(POD_SECURITY + "enforce-version", "latest")
                .addToLabels(POD_SECURITY + "audit", "restricted")
                .addToLabels(POD_SECURITY + "audit-version", "latest")
                .addToLabels(POD_SECURITY + "warn", "restricted")
                .addToLabels(POD_SECURITY + "warn-version", "latest")
                .addToAnnotations(POOL, pool.name())
                .endMetadata()
                .build();
    }

    private HasMetadata serviceAccount() {
        return new ServiceAccountBuilder()
                .withMetadata(Metadata.of(pool, pool.kubernetes().serviceAccountOf(pool.name())))
                .withAutomountServiceAccountToken(pool.kubernetes().serviceAccountToken())
                .build();
    }

    /** One YAML document for each manifest, as {@code kubectl apply -f -} takes them. */
    public String yaml() {
        return yaml(all());
    }

    /** The bare pod, for the field "Raw YAML for the Pod" of the pod template in Jenkins. */
    public String podYaml() {
        return yaml(List.of(new PodManifest(pool).pod()));
    }

    private static String yaml(List<HasMetadata> manifests) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        Yaml yaml = new Yaml(options);
        StringBuilder text = new StringBuilder();
        for (HasMetadata manifest : manifests) {
            Map<String, Object> plain = Json.mapper().convertValue(Json.tree(manifest), Json.MAP);
            text.append(text.isEmpty() ? "" : "---\n").append(yaml.dump(plain));
        }
        return text.toString();
    }

    /** The same as one list, for programs. */
    public ObjectNode json() {
        ObjectNode list = Json.object().put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = list.putArray("items");
        all().forEach(manifest -> items.add(Json.tree(manifest)));
        return list;
    }
}
