package io.jenkins.plugins.iac.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.model.KubernetesPool;
import io.jenkins.plugins.iac.model.Toleration;

/** Where the pod may be put: where the scheduler puts it, among the nodes that the pool names. */
final class Nodes {
    private final KubernetesPool pods;
    private final Offences offences;

    Nodes(KubernetesPool pods, Offences offences) {
        this.pods = pods;
        this.offences = offences;
    }

    void judge(JsonNode spec) {
        if (Offences.isSaid(spec.get("nodeName"))) {
            offences.add(PodRule.NODE, "spec.nodeName", spec.get("nodeName"));
        }
        pods.nodeSelector().forEach((key, value) -> {
            JsonNode found = spec.path("nodeSelector").path(key);
            if (!value.equals(found.asText(null))) {
                offences.add(PodRule.NODE, "spec.nodeSelector." + key, found);
            }
        });
        for (JsonNode toleration : spec.path("tolerations")) {
            if (pods.tolerations().stream().noneMatch(allowed -> covers(allowed, toleration))) {
                offences.add(PodRule.NODE, "spec.tolerations", toleration);
            }
        }
        JsonNode runtime = spec.path("runtimeClassName");
        boolean same = pods.runtimeClass() == null
                ? !Offences.isSaid(runtime)
                : pods.runtimeClass().equals(runtime.asText(null));
        if (!same) {
            offences.add(PodRule.NODE, "spec.runtimeClassName", runtime);
        }
        JsonNode priority = spec.path("priorityClassName");
        if (priority.asText("").startsWith("system-")) {
            offences.add(PodRule.NODE, "spec.priorityClassName", priority);
        }
    }

    /** A toleration without key or effect tolerates every one; such a thing no pool allows. */
    private static boolean covers(Toleration allowed, JsonNode toleration) {
        boolean exists = toleration.path("operator").asText("Equal").equals("Exists");
        boolean value = allowed.value() == null
                || !exists && allowed.value().equals(toleration.path("value").asText(""));
        return allowed.key().equals(toleration.path("key").asText(""))
                && allowed.effect().equals(toleration.path("effect").asText(""))
                && value;
    }
}
