package io.jenkins.plugins.iac.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.model.Pool;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Each container by itself, those that run before the others included. */
final class Containers {
    private static final Set<String> KNOWN = Set.of(
            "args",
            "command",
            "env",
            "envFrom",
            "image",
            "imagePullPolicy",
            "lifecycle",
            "livenessProbe",
            "name",
            "ports",
            "readinessProbe",
            "resizePolicy",
            "resources",
            "restartPolicy",
            "securityContext",
            "startupProbe",
            "stdin",
            "stdinOnce",
            "terminationMessagePath",
            "terminationMessagePolicy",
            "tty",
            "volumeDevices",
            "volumeMounts",
            "workingDir");
    private static final Set<String> CONTEXT = Set.of(
            "allowPrivilegeEscalation",
            "appArmorProfile",
            "capabilities",
            "privileged",
            "procMount",
            "readOnlyRootFilesystem",
            "runAsGroup",
            "runAsNonRoot",
            "runAsUser",
            "seLinuxOptions",
            "seccompProfile",
            "windowsOptions");
    private static final Set<String> ENVIRONMENT = Set.of("fieldRef", "resourceFieldRef", "configMapKeyRef");

    private final Set<String> digests;
    private final PodSecurity pod;
    private final Offences offences;

    Containers(Pool pool, PodSecurity pod, Offences offences) {
        this.digests = pool.images().stream()
                .map(Containers::digest)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        this.pod = pod;
        this.offences = offences;
    }

    void judge(String list, JsonNode containers) {
        for (JsonNode container : containers) {
            judgeOne(list + "[" + container.path("name").asText("?") + "]", container);
        }
    }

    private void judgeOne(String where, JsonNode container) {
        offences.unknown(where, container, KNOWN);
        JsonNode image = container.path("image");
        String digest = digest(image.asText(""));
        if (digest == null || !digests.contains(digest)) {
            offences.add(PodRule.IMAGE, where + ".image", image);
        }
        environment(where, container);
        security(where + ".securityContext", container.path("securityContext"));
        for (JsonNode port : container.path("ports")) {
            boolean host = port.path("hostPort").asInt(0) != 0 || Offences.isSaid(port.get("hostIP"));
            if (host) {
                offences.add(PodRule.HOST, where + ".ports", port);
            }
        }
        for (JsonNode mount : container.path("volumeMounts")) {
            JsonNode propagation = mount.path("mountPropagation");
            if (Offences.isSaid(propagation) && !propagation.asText().equals("None")) {
                offences.add(PodRule.HOST, where + ".volumeMounts", mount);
            }
        }
        if (Offences.isSaid(container.get("volumeDevices"))) {
            offences.add(PodRule.HOST, where + ".volumeDevices");
        }
        if (Offences.isSaid(container.path("resources").get("claims"))) {
            offences.add(PodRule.HOST, where + ".resources.claims");
        }
        probes(where, container);
    }

    /** A handler with a host of its own makes the node connect there, past every network policy. */
    private void probes(String where, JsonNode container) {
        for (String handler : List.of("livenessProbe", "readinessProbe", "startupProbe", "lifecycle")) {
            for (JsonNode host : container.path(handler).findValues("host")) {
                if (Offences.isSaid(host)) {
                    offences.add(PodRule.HOST, where + "." + handler + ".host", host);
                }
            }
        }
    }

    private void environment(String where, JsonNode container) {
        if (Offences.isSaid(container.get("envFrom"))) {
            offences.add(PodRule.ENVIRONMENT, where + ".envFrom");
        }
        for (JsonNode variable : container.path("env")) {
            variable.path("valueFrom").fieldNames().forEachRemaining(from -> {
                if (!ENVIRONMENT.contains(from)) {
                    offences.add(
                            PodRule.ENVIRONMENT,
                            where + ".env[" + variable.path("name").asText("?") + "]." + from);
                }
            });
        }
    }

    private void security(String where, JsonNode own) {
        offences.unknown(where, own, CONTEXT);
        pod.common(where, own);
        if (!pod.effective(own, "runAsNonRoot").asBoolean(false)) {
            offences.add(PodRule.NON_ROOT, where + ".runAsNonRoot", pod.effective(own, "runAsNonRoot"));
        }
        JsonNode escalation = own.path("allowPrivilegeEscalation");
        if (!escalation.isBoolean() || escalation.asBoolean()) {
            offences.add(PodRule.PRIVILEGES, where + ".allowPrivilegeEscalation", escalation);
        }
        JsonNode privileged = own.path("privileged");
        if (Offences.isSaid(privileged) && (!privileged.isBoolean() || privileged.asBoolean())) {
            offences.add(PodRule.PRIVILEGES, where + ".privileged", privileged);
        }
        capabilities(where + ".capabilities", own.path("capabilities"));
        JsonNode seccomp = pod.effective(own, "seccompProfile");
        if (!Offences.isSaid(seccomp)) {
            offences.add(PodRule.SECCOMP, where + ".seccompProfile", seccomp);
        }
        JsonNode root = own.path("readOnlyRootFilesystem");
        if (!root.isBoolean() || !root.asBoolean()) {
            offences.add(PodRule.READ_ONLY_ROOT, where + ".readOnlyRootFilesystem", root);
        }
        JsonNode proc = own.path("procMount");
        if (Offences.isSaid(proc) && !proc.asText().equals("Default")) {
            offences.add(PodRule.CONFINEMENT, where + ".procMount", proc);
        }
    }

    private void capabilities(String where, JsonNode capabilities) {
        boolean all = false;
        for (JsonNode dropped : capabilities.path("drop")) {
            all |= dropped.asText().equals("ALL");
        }
        if (!all) {
            offences.add(PodRule.CAPABILITIES, where + ".drop", capabilities.path("drop"));
        }
        if (Offences.isSaid(capabilities.get("add"))) {
            offences.add(PodRule.CAPABILITIES, where + ".add", capabilities.get("add"));
        }
    }

    /** {@code sha256:...} behind the last {@code @}, or null; the digest alone decides what is run. */
    private static String digest(String image) {
        int at = image.lastIndexOf('@');
        String digest = at < 0 ? "" : image.substring(at + 1);
        return digest.matches("sha256:[0-9a-f]{64}") ? digest : null;
    }
}
