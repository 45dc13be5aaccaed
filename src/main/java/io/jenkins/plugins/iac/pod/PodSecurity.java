package io.jenkins.plugins.iac.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** The security context of the pod, which holds for each container that says nothing else. */
final class PodSecurity {
    private static final Set<String> KNOWN = Set.of(
            "appArmorProfile",
            "fsGroup",
            "fsGroupChangePolicy",
            "runAsGroup",
            "runAsNonRoot",
            "runAsUser",
            "seLinuxChangePolicy",
            "seLinuxOptions",
            "seccompProfile",
            "supplementalGroups",
            "supplementalGroupsPolicy",
            "sysctls",
            "windowsOptions");
    private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");
    private static final Set<String> SELINUX_TYPES =
            Set.of("container_t", "container_init_t", "container_kvm_t", "container_engine_t");
    private static final List<String> OTHER_NETWORKS =
            List.of("k8s.v1.cni.cncf.io/", "v1.multus-cni.io/", "cni.projectcalico.org/", "k8s.ovn.org/");
    private static final List<String> PROFILES = List.of(
            "container.apparmor.security.beta.kubernetes.io/",
            "seccomp.security.alpha.kubernetes.io/",
            "container.seccomp.security.alpha.kubernetes.io/");

    private final JsonNode context;
    private final Offences offences;

    PodSecurity(JsonNode context, Offences offences) {
        this.context = context;
        this.offences = offences;
    }

    void judge(JsonNode annotations) {
        offences.unknown("spec.securityContext", context, KNOWN);
        common("spec.securityContext", context);
        for (String group : List.of("fsGroup", "supplementalGroups")) {
            JsonNode value = context.path(group);
            boolean root = value.isArray()
                    ? java.util.stream.StreamSupport.stream(value.spliterator(), false)
                            .anyMatch(PodSecurity::isRoot)
                    : isRoot(value);
            if (root) {
                offences.add(PodRule.NON_ROOT, "spec.securityContext." + group, value);
            }
        }
        if (Offences.isSaid(context.get("sysctls"))) {
            offences.add(PodRule.HOST, "spec.securityContext.sysctls", context.get("sysctls"));
        }
        annotations.properties().forEach(annotation -> {
            String name = annotation.getKey();
            String value = annotation.getValue().asText();
            if (OTHER_NETWORKS.stream().anyMatch(name::startsWith)) {
                offences.add(PodRule.HOST, "metadata.annotations." + name, annotation.getValue());
            }
            boolean profile = PROFILES.stream().anyMatch(name::startsWith);
            if (profile && !value.startsWith("runtime/default") && !value.startsWith("localhost/")) {
                offences.add(PodRule.CONFINEMENT, "metadata.annotations." + name, annotation.getValue());
            }
        });
    }

    /** What may stand in the context of the pod and of a container alike. */
    void common(String where, JsonNode one) {
        for (String id : List.of("runAsUser", "runAsGroup")) {
            if (isRoot(one.path(id))) {
                offences.add(PodRule.NON_ROOT, where + "." + id, one.get(id));
            }
        }
        JsonNode nonRoot = one.path("runAsNonRoot");
        if (Offences.isSaid(nonRoot) && !nonRoot.equals(com.fasterxml.jackson.databind.node.BooleanNode.TRUE)) {
            offences.add(PodRule.NON_ROOT, where + ".runAsNonRoot", nonRoot);
        }
        JsonNode seccomp = one.path("seccompProfile");
        if (Offences.isSaid(seccomp) && !SECCOMP.contains(seccomp.path("type").asText())) {
            offences.add(PodRule.SECCOMP, where + ".seccompProfile", seccomp);
        }
        JsonNode selinux = one.path("seLinuxOptions");
        boolean weaker = Offences.isSaid(selinux.get("user"))
                || Offences.isSaid(selinux.get("role"))
                || Offences.isSaid(selinux.get("type"))
                        && !SELINUX_TYPES.contains(selinux.get("type").asText());
        if (weaker) {
            offences.add(PodRule.CONFINEMENT, where + ".seLinuxOptions", selinux);
        }
        JsonNode apparmor = one.path("appArmorProfile");
        if (Offences.isSaid(apparmor) && !SECCOMP.contains(apparmor.path("type").asText())) {
            offences.add(PodRule.CONFINEMENT, where + ".appArmorProfile", apparmor);
        }
        if (Offences.isSaid(one.get("windowsOptions"))) {
            offences.add(PodRule.CONFINEMENT, where + ".windowsOptions", one.get("windowsOptions"));
        }
    }

    /** Whether the value names root, or is something that is no number. */
    private static boolean isRoot(JsonNode id) {
        return Offences.isSaid(id) && (!id.isIntegralNumber() || id.asLong() <= 0);
    }

    /** The value that holds for a container. */
    JsonNode effective(JsonNode container, String field) {
        JsonNode own = container.path(field);
        return Offences.isSaid(own) ? own : context.path(field);
    }
}
