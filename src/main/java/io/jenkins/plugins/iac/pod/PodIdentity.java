package io.jenkins.plugins.iac.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is written into the environment of an admitted pod, for the receipt: a pod without a service account token cannot see
 * from within where it is and what image it runs. Written after the pod was judged, over whatever stood there.
 */
public final class PodIdentity {
    public static final String NAMESPACE = "IAC_RUNNERS_POD_NAMESPACE";
    public static final String NAME = "IAC_RUNNERS_POD_NAME";
    public static final String SERVICE_ACCOUNT = "IAC_RUNNERS_POD_SERVICE_ACCOUNT";
    public static final String IMAGE = "IAC_RUNNERS_POD_IMAGE";

    private PodIdentity() {}

    /** The variables of one container, sorted by name. */
    public static Map<String, String> of(JsonNode pod, String image) {
        Map<String, String> variables = new TreeMap<>();
        variables.put(NAMESPACE, pod.path("metadata").path("namespace").asText());
        variables.put(NAME, pod.path("metadata").path("name").asText());
        variables.put(
                SERVICE_ACCOUNT, pod.path("spec").path("serviceAccountName").asText());
        variables.put(IMAGE, image);
        return variables;
    }
}
