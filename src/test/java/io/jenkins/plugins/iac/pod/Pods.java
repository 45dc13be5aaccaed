package io.jenkins.plugins.iac.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.render.PoolManifests;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/** A pool, its pod as {@code render} prints it, and what is said of such a pod. */
final class Pods {
    static final String IMAGE = "registry.example/runner@sha256:" + "a".repeat(64);
    static final String OTHER = "registry.example/runner@sha256:" + "b".repeat(64);
    static final Pool POOL = pool("");

    private Pods() {}

    static List<Condition> judge(JsonNode pod) {
        return judge("prod", "iac", Set.of("iac", "iac-1"), pod);
    }

    static List<Condition> judge(String cloud, String template, Set<String> labels, JsonNode pod) {
        return PodAdmission.judge(List.of(POOL), new PodRequest(cloud, template, labels, pod));
    }

    static Set<String> failed(List<Condition> conditions) {
        return conditions.stream().filter(c -> !c.passed()).map(Condition::rule).collect(Collectors.toSet());
    }

    static JsonNode pod() {
        ObjectNode pod = (ObjectNode) Json.tree(new Yaml().load(new PoolManifests(POOL).podYaml()));
        ((ObjectNode) pod.get("metadata")).put("name", "iac-1");
        return pod;
    }

    static JsonNode changed(String pointer, String value) {
        JsonNode pod = pod();
        int last = pointer.lastIndexOf('/');
        JsonNode parent = pod.at(pointer.substring(0, last));
        String name = pointer.substring(last + 1).replace("~1", "/");
        try {
            if (name.equals("-")) {
                ((com.fasterxml.jackson.databind.node.ArrayNode) parent).add(Json.parse(value));
            } else if (value.isEmpty()) {
                ((ObjectNode) parent).remove(name);
            } else {
                ((ObjectNode) parent).set(name, Json.parse(value));
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(value, e);
        }
        return pod;
    }

    static Pool pool(String more) {
        String text =
                """
                pools:
                  - name: pool
                    label: iac
                    operations: [plan]
                    images: ["IMAGE"]
                    kubernetes:
                      cloud: prod
                      namespace: ns
                      podTemplate: iac
                      nodeSelector: {pool: iac}
                      tolerations:
                        - {key: dedicated, value: iac, effect: NoSchedule}
                        - {key: spot, effect: NoExecute}
                      runtimeClass: gvisor
                """
                                .replace("IMAGE", IMAGE)
                        + (more.isEmpty() ? "" : "      " + more + "\n");
        return CatalogLoader.load(text, "test").orThrow().pool("pool").orElseThrow();
    }
}
