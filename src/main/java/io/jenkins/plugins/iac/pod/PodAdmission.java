package io.jenkins.plugins.iac.pod;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Pool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a pod may be started. Pods that no pool claims are nobody's business. A pool claims a pod whose agent has the
 * pool's label, and every pod in its namespace of its cloud; what it claims must be the pool's in every respect. Fails
 * closed: an agent whose labels are unknown is claimed by all pools, a pod without a namespace by those of its cloud, as the
 * cluster's connection decides where it goes.
 */
public final class PodAdmission {
    private PodAdmission() {}

    /** The conditions, empty where no pool claims the pod; it may be started if all passed. */
    public static List<Condition> judge(Collection<Pool> pools, PodRequest request) {
        List<Pool> byLabel = request.labels() == null
                ? List.of()
                : pools.stream()
                        .filter(p -> request.labels().contains(p.label()))
                        .toList();
        String namespace = namespace(request);
        List<Pool> byPlace =
                pools.stream().filter(p -> owns(p, request.cloud(), namespace)).toList();
        if (request.labels() == null && !pools.isEmpty()) {
            return List.of(Condition.failed(
                    "pod.agent",
                    "an agent whose labels are known",
                    null,
                    "start the agent again; report this if it stays"));
        }
        if (byLabel.isEmpty()) {
            return byPlace.isEmpty() ? List.of() : List.of(stranger(byPlace, namespace));
        }
        Set<String> labels = new TreeSet<>();
        byLabel.forEach(pool -> labels.add(pool.label()));
        List<Condition> conditions = new ArrayList<>();
        if (labels.size() > 1) {
            conditions.add(Condition.failed(
                    "pod.pool",
                    "the label of one pool",
                    String.join(", ", labels),
                    "an agent serves one pool; give it one of these labels"));
        }
        for (Pool pool : byLabel) {
            conditions.addAll(new PodJudgement(pool, request).conditions());
        }
        return conditions;
    }

    /**
     * The same while the catalog has errors: no pod with a label or in a namespace of a pool is started, and where the
     * document cannot be read at all, none.
     *
     * @param document the document as plain maps, lists and texts, or null where it cannot be read
     */
    public static List<Condition> judgeWithoutCatalog(Object document, PodRequest request) {
        Object pools = document instanceof Map<?, ?> sections ? sections.get("pools") : "unreadable";
        boolean claimed = pools instanceof List<?> list
                ? request.labels() == null || list.stream().anyMatch(pool -> mayClaim(pool, request))
                : pools != null;
        return claimed
                ? List.of(Condition.failed(
                        "pod.catalog",
                        "a catalog without errors",
                        "errors",
                        "mend it under Manage Jenkins, IaC catalog"))
                : List.of();
    }

    /** The label of a pool of such a document, or null. */
    public static Object label(Map<?, ?> pool) {
        return pool.get("label") == null ? pool.get("name") : pool.get("label");
    }

    private static boolean mayClaim(Object pool, PodRequest request) {
        if (!(pool instanceof Map<?, ?> fields)) {
            return true;
        }
        boolean inNamespace = fields.get("kubernetes") instanceof Map<?, ?> pods && mayOwn(pods, request);
        return request.labels().contains(String.valueOf(label(fields))) || inNamespace;
    }

    private static boolean mayOwn(Map<?, ?> pods, PodRequest request) {
        String namespace = namespace(request);
        return namespace.isEmpty()
                ? pods.get("cloud") == null || request.cloud().equals(String.valueOf(pods.get("cloud")))
                : namespace.equals(String.valueOf(pods.get("namespace")));
    }

    private static String namespace(PodRequest request) {
        return request.pod().path("metadata").path("namespace").asText("");
    }

    private static boolean owns(Pool pool, String cloud, String namespace) {
        return pool.kubernetes() != null
                && pool.kubernetes().cloud().equals(cloud)
                && (namespace.isEmpty() || pool.kubernetes().namespace().equals(namespace));
    }

    /** What runs in a pool's namespace reaches what the pool reaches. */
    private static Condition stranger(List<Pool> owners, String namespace) {
        String names = String.join(", ", owners.stream().map(Pool::name).toList());
        return namespace.isEmpty()
                ? Condition.failed(
                        "pod.pool",
                        "a namespace, on a cloud with the pool " + names,
                        null,
                        "name one in the pod template or in the configuration of the cloud")
                : Condition.failed(
                        "pod.pool",
                        "only agents of the pool " + names + " in the namespace " + namespace,
                        "an agent without its label",
                        "use another namespace");
    }
}
