package io.jenkins.plugins.iac.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.model.KubernetesPool;
import java.util.Iterator;
import java.util.Set;

/** Nothing of the node, nothing that stays, no secret. */
final class Volumes {
    private static final Set<String> HARMLESS = Set.of("emptyDir", "configMap", "downwardAPI");
    private static final Set<String> PROJECTED = Set.of("configMap", "downwardAPI", "clusterTrustBundle");
    private static final String TOKEN = "serviceAccountToken";

    private final KubernetesPool pods;
    private final Offences offences;

    Volumes(KubernetesPool pods, Offences offences) {
        this.pods = pods;
        this.offences = offences;
    }

    void judge(JsonNode volumes) {
        for (JsonNode volume : volumes) {
            String where = "volumes[" + volume.path("name").asText("?") + "]";
            int sources = 0;
            for (Iterator<String> names = volume.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (name.equals("name")) {
                    continue;
                }
                sources++;
                if (name.equals("projected")) {
                    projected(where, volume.get(name));
                } else if (!HARMLESS.contains(name)) {
                    offences.add(PodRule.VOLUMES, where + "." + name);
                }
            }
            if (sources == 0) {
                offences.add(PodRule.VOLUMES, where, null);
            }
        }
    }

    private void projected(String where, JsonNode projected) {
        for (JsonNode source : projected.path("sources")) {
            source.fieldNames().forEachRemaining(name -> {
                if (name.equals(TOKEN)) {
                    if (!pods.serviceAccountToken()) {
                        offences.add(PodRule.TOKEN, where + ".projected." + name);
                    }
                } else if (!PROJECTED.contains(name)) {
                    offences.add(PodRule.VOLUMES, where + ".projected." + name);
                }
            });
        }
    }
}
