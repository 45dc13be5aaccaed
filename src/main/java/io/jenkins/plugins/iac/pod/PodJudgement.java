package io.jenkins.plugins.iac.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.KubernetesPool;
import io.jenkins.plugins.iac.model.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** One pod against one pool: its place, and then everything that it is made of. */
final class PodJudgement {
    private static final Set<String> SPEC = Set.of(
            "activeDeadlineSeconds",
            "affinity",
            "automountServiceAccountToken",
            "containers",
            "dnsConfig",
            "dnsPolicy",
            "enableServiceLinks",
            "ephemeralContainers",
            "hostAliases",
            "hostIPC",
            "hostNetwork",
            "hostPID",
            "hostUsers",
            "hostname",
            "imagePullSecrets",
            "initContainers",
            "nodeName",
            "nodeSelector",
            "os",
            "overhead",
            "preemptionPolicy",
            "priority",
            "priorityClassName",
            "readinessGates",
            "resourceClaims",
            "resources",
            "restartPolicy",
            "runtimeClassName",
            "schedulerName",
            "schedulingGates",
            "securityContext",
            "serviceAccount",
            "serviceAccountName",
            "setHostnameAsFQDN",
            "shareProcessNamespace",
            "subdomain",
            "terminationGracePeriodSeconds",
            "tolerations",
            "topologySpreadConstraints",
            "volumes");

    private final Pool pool;
    private final PodRequest request;
    private final JsonNode spec;
    private final Offences offences = new Offences();

    PodJudgement(Pool pool, PodRequest request) {
        this.pool = pool;
        this.request = request;
        this.spec = request.pod().path("spec");
    }

    /** Every rule, in a fixed order. */
    List<Condition> conditions() {
        KubernetesPool pods = pool.kubernetes();
        if (pods == null) {
            return List.of(Condition.failed(
                    PodRule.TEMPLATE.id(),
                    "no pod: the agents of the pool " + pool.name() + " are none",
                    "a pod with its label " + pool.label(),
                    "add kubernetes to the pool, or take the label off the pod template"));
        }
        place(pods);
        offences.unknown("spec", spec, SPEC);
        host();
        new Nodes(pods, offences).judge(spec);
        new Volumes(pods, offences).judge(spec.path("volumes"));
        PodSecurity security = new PodSecurity(spec.path("securityContext"), offences);
        security.judge(request.pod().path("metadata").path("annotations"));
        Containers containers = new Containers(pool, security, offences);
        containers.judge("containers", spec.path("containers"));
        containers.judge("initContainers", spec.path("initContainers"));
        if (spec.path("containers").isEmpty()) {
            offences.add(PodRule.IMAGE, "containers", null);
        }
        if (Offences.isSaid(spec.get("ephemeralContainers"))) {
            offences.add(PodRule.HOST, "spec.ephemeralContainers");
        }
        List<Condition> conditions = new ArrayList<>();
        for (PodRule rule : PodRule.values()) {
            conditions.add(offences.condition(rule, expected(rule, pods)));
        }
        return conditions;
    }

    private String expected(PodRule rule, KubernetesPool pods) {
        return switch (rule) {
            case TEMPLATE -> "the pod template " + pods.podTemplate() + " of the cloud " + pods.cloud();
            case NAMESPACE -> pods.namespace();
            case SERVICE_ACCOUNT -> pods.serviceAccountOf(pool.name());
            case IMAGE ->
                pool.images().isEmpty() ? "images of the pool, which names none" : String.join(" or ", pool.images());
            default -> rule.expected();
        };
    }

    private void place(KubernetesPool pods) {
        boolean template =
                pods.cloud().equals(request.cloud()) && pods.podTemplate().equals(request.template());
        if (!template) {
            offences.add(
                    PodRule.TEMPLATE,
                    (request.template() == null ? "none that is configured" : request.template()) + " of the cloud "
                            + request.cloud());
        }
        JsonNode namespace = request.pod().path("metadata").path("namespace");
        if (!pods.namespace().equals(namespace.asText(null))) {
            offences.add(PodRule.NAMESPACE, namespace.asText("unknown"));
        }
        String account = pods.serviceAccountOf(pool.name());
        JsonNode old = spec.path("serviceAccount");
        if (!account.equals(spec.path("serviceAccountName").asText(null))
                || Offences.isSaid(old) && !account.equals(old.asText())) {
            offences.add(
                    PodRule.SERVICE_ACCOUNT,
                    spec.path("serviceAccountName").asText("unknown")
                            + (Offences.isSaid(old) ? " and " + old.asText() : ""));
        }
        JsonNode mounted = spec.path("automountServiceAccountToken");
        boolean none = mounted.isBoolean() && !mounted.asBoolean();
        if (!none && !pods.serviceAccountToken()) {
            offences.add(PodRule.TOKEN, "spec.automountServiceAccountToken", mounted);
        }
    }

    private void host() {
        for (String field : List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace")) {
            JsonNode value = spec.path(field);
            if (!value.isMissingNode() && !value.isNull() && !Objects.equals(value.asText(), "false")) {
                offences.add(PodRule.HOST, "spec." + field, value);
            }
        }
        for (String field : List.of("hostAliases", "resourceClaims")) {
            if (Offences.isSaid(spec.get(field))) {
                offences.add(PodRule.HOST, "spec." + field, spec.get(field));
            }
        }
        JsonNode dns = spec.path("dnsPolicy");
        if (Offences.isSaid(dns) && !dns.asText().equals("ClusterFirst")) {
            offences.add(PodRule.HOST, "spec.dnsPolicy", dns);
        }
        JsonNode servers = spec.path("dnsConfig").path("nameservers");
        if (Offences.isSaid(servers)) {
            offences.add(PodRule.HOST, "spec.dnsConfig.nameservers", servers);
        }
        JsonNode os = spec.path("os");
        if (Offences.isSaid(os) && !os.path("name").asText().equals("linux")) {
            offences.add(PodRule.CONFINEMENT, "spec.os", os);
        }
    }
}
