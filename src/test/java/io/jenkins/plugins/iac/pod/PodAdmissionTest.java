package io.jenkins.plugins.iac.pod;

import static io.jenkins.plugins.iac.pod.Pods.IMAGE;
import static io.jenkins.plugins.iac.pod.Pods.OTHER;
import static io.jenkins.plugins.iac.pod.Pods.changed;
import static io.jenkins.plugins.iac.pod.Pods.failed;
import static io.jenkins.plugins.iac.pod.Pods.judge;
import static io.jenkins.plugins.iac.pod.Pods.pod;
import static io.jenkins.plugins.iac.pod.Pods.pool;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Pool;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

/** A pod as {@code render} prints it passes; each row changes one thing, and the rule that must then fail. */
public class PodAdmissionTest {
    /** Where, the value to put there (empty: remove), the rule that refuses; no rule: it stays admitted. */
    private static final String[][] ROWS = {
        {"/metadata/namespace", "\"default\"", "pod.namespace"},
        {"/metadata/namespace", "", "pod.namespace"},
        {"/metadata/annotations/k8s.v1.cni.cncf.io~1networks", "\"host-net\"", "pod.host"},
        {
            "/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1jnlp",
            "\"unconfined\"",
            "pod.confinement"
        },
        {"/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1jnlp", "\"runtime/default\"", ""},
        {"/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod", "\"unconfined\"", "pod.confinement"},
        {"/metadata/annotations/runUrl", "\"job/1\"", ""},
        {"/spec/serviceAccountName", "\"default\"", "pod.serviceAccount"},
        {"/spec/serviceAccountName", "", "pod.serviceAccount"},
        {"/spec/serviceAccount", "\"admin\"", "pod.serviceAccount"},
        {"/spec/serviceAccount", "\"pool\"", ""},
        {"/spec/automountServiceAccountToken", "true", "pod.token"},
        {"/spec/automountServiceAccountToken", "", "pod.token"},
        {"/spec/automountServiceAccountToken", "\"false\"", "pod.token"},
        {"/spec/nodeName", "\"control-plane\"", "pod.node"},
        {"/spec/nodeSelector/pool", "\"other\"", "pod.node"},
        {"/spec/nodeSelector", "", "pod.node"},
        {"/spec/nodeSelector/zone", "\"a\"", ""},
        {"/spec/tolerations/-", "{\"operator\":\"Exists\"}", "pod.node"},
        {"/spec/tolerations/-", "{\"key\":\"dedicated\",\"operator\":\"Exists\",\"effect\":\"NoSchedule\"}", "pod.node"
        },
        {"/spec/tolerations/-", "{\"key\":\"dedicated\",\"value\":\"iac\"}", "pod.node"},
        {
            "/spec/tolerations/-",
            "{\"key\":\"node-role.kubernetes.io/control-plane\",\"effect\":\"NoSchedule\"}",
            "pod.node"
        },
        {"/spec/tolerations/-", "{\"key\":\"dedicated\",\"value\":\"iac\",\"effect\":\"NoSchedule\"}", ""},
        {"/spec/tolerations/-", "{\"key\":\"spot\",\"operator\":\"Exists\",\"effect\":\"NoExecute\"}", ""},
        {"/spec/runtimeClassName", "\"runc\"", "pod.node"},
        {"/spec/runtimeClassName", "", "pod.node"},
        {"/spec/priorityClassName", "\"system-node-critical\"", "pod.node"},
        {"/spec/hostNetwork", "true", "pod.host"},
        {"/spec/hostPID", "true", "pod.host"},
        {"/spec/hostIPC", "true", "pod.host"},
        {"/spec/hostIPC", "false", ""},
        {"/spec/shareProcessNamespace", "true", "pod.host"},
        {"/spec/hostAliases", "[{\"ip\":\"10.0.0.1\",\"hostnames\":[\"registry.terraform.io\"]}]", "pod.host"},
        {"/spec/dnsPolicy", "\"Default\"", "pod.host"},
        {"/spec/dnsPolicy", "\"ClusterFirst\"", ""},
        {"/spec/dnsConfig", "{\"nameservers\":[\"8.8.8.8\"]}", "pod.host"},
        {"/spec/resourceClaims", "[{\"name\":\"gpu\"}]", "pod.host"},
        {"/spec/ephemeralContainers", "[{\"name\":\"debug\",\"image\":\"" + IMAGE + "\"}]", "pod.host"},
        {"/spec/os", "{\"name\":\"windows\"}", "pod.confinement"},
        {"/spec/someNewField", "true", "pod.known"},
        {"/spec/someNewField", "[]", ""},
        {"/spec/containers", "[]", "pod.image"},
        {"/spec/containers", "", "pod.image"},
        // volumes
        {"/spec/volumes/-", "{\"name\":\"x\",\"hostPath\":{\"path\":\"/\"}}", "pod.volumes"},
        {"/spec/volumes/-", "{\"name\":\"x\",\"secret\":{\"secretName\":\"s\"}}", "pod.volumes"},
        {"/spec/volumes/-", "{\"name\":\"x\",\"persistentVolumeClaim\":{\"claimName\":\"c\"}}", "pod.volumes"},
        {"/spec/volumes/-", "{\"name\":\"x\",\"nfs\":{\"server\":\"s\",\"path\":\"/\"}}", "pod.volumes"},
        {"/spec/volumes/-", "{\"name\":\"x\",\"csi\":{\"driver\":\"secrets-store.csi.k8s.io\"}}", "pod.volumes"},
        {"/spec/volumes/-", "{\"name\":\"x\",\"image\":{\"reference\":\"r\"}}", "pod.volumes"},
        {"/spec/volumes/-", "{\"name\":\"x\",\"someNewKind\":{}}", "pod.volumes"},
        {"/spec/volumes/-", "{\"name\":\"x\"}", "pod.volumes"},
        {
            "/spec/volumes/-",
            "{\"name\":\"x\",\"projected\":{\"sources\":[{\"serviceAccountToken\":{\"path\":\"t\"}}]}}",
            "pod.token"
        },
        {
            "/spec/volumes/-",
            "{\"name\":\"x\",\"projected\":{\"sources\":[{\"secret\":{\"name\":\"s\"}}]}}",
            "pod.volumes"
        },
        {"/spec/volumes/-", "{\"name\":\"x\",\"projected\":{\"sources\":[{\"podCertificate\":{}}]}}", "pod.volumes"},
        {"/spec/volumes/-", "{\"name\":\"x\",\"projected\":{\"sources\":[{\"downwardAPI\":{}},{\"configMap\":{}}]}}", ""
        },
        {"/spec/volumes/-", "{\"name\":\"x\",\"emptyDir\":{\"medium\":\"Memory\"}}", ""},
        {"/spec/volumes/-", "{\"name\":\"x\",\"configMap\":{\"name\":\"ca\"}}", ""},
        // the pod's security context
        {"/spec/securityContext", "", "pod.seccomp"},
        {"/spec/securityContext/seccompProfile", "{\"type\":\"Unconfined\"}", "pod.seccomp"},
        {"/spec/securityContext/runAsUser", "0", "pod.nonRoot"},
        {"/spec/securityContext/runAsUser", "\"root\"", "pod.nonRoot"},
        {"/spec/securityContext/runAsGroup", "0", "pod.nonRoot"},
        {"/spec/securityContext/fsGroup", "0", "pod.nonRoot"},
        {"/spec/securityContext/supplementalGroups", "[1000, 0]", "pod.nonRoot"},
        {"/spec/securityContext/supplementalGroups", "[1000]", ""},
        {"/spec/securityContext/runAsNonRoot", "false", "pod.nonRoot"},
        {"/spec/securityContext/runAsNonRoot", "\"true\"", "pod.nonRoot"},
        {"/spec/securityContext/runAsNonRoot", "", ""},
        {"/spec/securityContext/sysctls", "[{\"name\":\"kernel.msgmax\",\"value\":\"1\"}]", "pod.host"},
        {"/spec/securityContext/windowsOptions", "{\"hostProcess\":true}", "pod.confinement"},
        {"/spec/securityContext/seLinuxOptions", "{\"type\":\"spc_t\"}", "pod.confinement"},
        {"/spec/securityContext/seLinuxOptions", "{\"user\":\"system_u\"}", "pod.confinement"},
        {"/spec/securityContext/seLinuxOptions", "{\"level\":\"s0:c1,c2\"}", ""},
        {"/spec/securityContext/appArmorProfile", "{\"type\":\"Unconfined\"}", "pod.confinement"},
        {"/spec/securityContext/someNewField", "true", "pod.known"},
        // the container
        {"/spec/containers/0/image", "\"" + OTHER + "\"", "pod.image"},
        {"/spec/containers/0/image", "\"registry.example/runner:latest\"", "pod.image"},
        {"/spec/containers/0/image", "\"x@sha256:" + "a".repeat(63) + "\"", "pod.image"},
        {"/spec/containers/0/image", "", "pod.image"},
        {"/spec/containers/0/image", "\"mirror.example/runner:1@sha256:" + "a".repeat(64) + "\"", ""},
        {"/spec/containers/0/envFrom", "[{\"secretRef\":{\"name\":\"s\"}}]", "pod.environment"},
        {"/spec/containers/0/envFrom", "[{\"configMapRef\":{\"name\":\"s\"}}]", "pod.environment"},
        {
            "/spec/containers/0/env/-",
            "{\"name\":\"K\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"s\",\"key\":\"k\"}}}",
            "pod.environment"
        },
        {"/spec/containers/0/env/-", "{\"name\":\"K\",\"valueFrom\":{\"fileKeyRef\":{}}}", "pod.environment"},
        {
            "/spec/containers/0/env/-",
            "{\"name\":\"K\",\"valueFrom\":{\"fieldRef\":{\"fieldPath\":\"metadata.name\"}}}",
            ""
        },
        {"/spec/containers/0/ports", "[{\"containerPort\":80,\"hostPort\":80}]", "pod.host"},
        {"/spec/containers/0/ports", "[{\"containerPort\":80}]", ""},
        {"/spec/containers/0/volumeDevices", "[{\"name\":\"x\",\"devicePath\":\"/dev/sda\"}]", "pod.host"},
        {"/spec/containers/0/volumeMounts/0/mountPropagation", "\"Bidirectional\"", "pod.host"},
        {"/spec/containers/0/resources/claims", "[{\"name\":\"gpu\"}]", "pod.host"},
        {"/spec/containers/0/livenessProbe", "{\"httpGet\":{\"host\":\"169.254.169.254\",\"port\":80}}", "pod.host"},
        {
            "/spec/containers/0/lifecycle",
            "{\"postStart\":{\"tcpSocket\":{\"host\":\"10.0.0.1\",\"port\":22}}}",
            "pod.host"
        },
        {"/spec/containers/0/livenessProbe", "{\"httpGet\":{\"port\":80}}", ""},
        {"/spec/containers/0/someNewField", "1", "pod.known"},
        {"/spec/containers/0/securityContext", "", "pod.capabilities"},
        {"/spec/containers/0/securityContext/privileged", "true", "pod.privileges"},
        {"/spec/containers/0/securityContext/allowPrivilegeEscalation", "true", "pod.privileges"},
        {"/spec/containers/0/securityContext/allowPrivilegeEscalation", "", "pod.privileges"},
        {"/spec/containers/0/securityContext/capabilities/drop", "[\"NET_RAW\"]", "pod.capabilities"},
        {"/spec/containers/0/securityContext/capabilities", "", "pod.capabilities"},
        {"/spec/containers/0/securityContext/capabilities/add", "[\"NET_BIND_SERVICE\"]", "pod.capabilities"},
        {"/spec/containers/0/securityContext/readOnlyRootFilesystem", "false", "pod.readOnlyRoot"},
        {"/spec/containers/0/securityContext/readOnlyRootFilesystem", "", "pod.readOnlyRoot"},
        {"/spec/containers/0/securityContext/runAsNonRoot", "false", "pod.nonRoot"},
        {"/spec/containers/0/securityContext/runAsNonRoot", "", ""},
        {"/spec/containers/0/securityContext/runAsUser", "0", "pod.nonRoot"},
        {"/spec/containers/0/securityContext/seccompProfile", "{\"type\":\"Unconfined\"}", "pod.seccomp"},
        {"/spec/containers/0/securityContext/seccompProfile", "{\"type\":\"Localhost\",\"localhostProfile\":\"p\"}", ""
        },
        {"/spec/containers/0/securityContext/procMount", "\"Unmasked\"", "pod.confinement"},
        {"/spec/containers/0/securityContext/windowsOptions", "{\"hostProcess\":true}", "pod.confinement"},
        {"/spec/containers/0/securityContext/seLinuxOptions", "{\"role\":\"r\"}", "pod.confinement"},
        {"/spec/containers/0/securityContext/someNewField", "true", "pod.known"},
        // others beside it and before it
        {"/spec/containers/-", "{\"name\":\"side\",\"image\":\"" + IMAGE + "\"}", "pod.capabilities"},
        {"/spec/initContainers", "[{\"name\":\"init\",\"image\":\"" + IMAGE + "\"}]", "pod.privileges"},
        {"/spec/initContainers", "[{\"name\":\"init\",\"image\":\"" + OTHER + "\"}]", "pod.image"},
    };

    @Test
    public void judge_ofEachRow_failsByItsRule() {
        for (String[] row : ROWS) {
            List<Condition> conditions = judge(changed(row[0], row[1]));
            Set<String> failed = failed(conditions);
            String what = String.join(" ", row) + " -> " + failed;
            assertEquals(what, row[2].isEmpty(), failed.isEmpty());
            assertTrue(what, row[2].isEmpty() || failed.contains(row[2]));
        }
    }

    @Test
    public void judge_ofEveryRefusal_saysWhatToDo() {
        for (Condition condition : judge(Json.object())) {
            if (!condition.passed()) {
                assertFalse(
                        condition.rule(),
                        condition.message().isEmpty() || condition.expected().isEmpty());
            }
        }
    }

    /** The row of what nobody knows: nothing that must be said may be missing. */
    @Test
    public void judge_ofAnEmptyPod_failsByEveryRuleThatAsksForSomething() {
        assertEquals(
                Set.of("pod.namespace", "pod.serviceAccount", "pod.token", "pod.image", "pod.node"),
                failed(judge(Json.object())));
        ObjectNode bare = (ObjectNode) pod();
        ((ObjectNode) bare.get("spec")).set("containers", Json.array().add(Json.object()));
        ((ObjectNode) bare.get("spec")).remove("securityContext");
        assertEquals(
                Set.of(
                        "pod.image",
                        "pod.nonRoot",
                        "pod.privileges",
                        "pod.capabilities",
                        "pod.seccomp",
                        "pod.readOnlyRoot"),
                failed(judge(bare)));
    }

    @Test
    public void judge_ofAnotherTemplateOrCloud_isRefused() {
        assertEquals(Set.of("pod.template"), failed(judge("prod", null, Set.of("iac"), pod())));
        assertEquals(Set.of("pod.template"), failed(judge("prod", "mine", Set.of("iac"), pod())));
        assertEquals(Set.of("pod.template"), failed(judge("dev", "iac", Set.of("iac"), pod())));
    }

    @Test
    public void judge_ofAPoolThatAsksForAToken_admitsIt() {
        Pool asks = pool("serviceAccountToken: true");
        JsonNode pod = changed("/spec/automountServiceAccountToken", "true");
        assertEquals(
                Set.of(), failed(PodAdmission.judge(List.of(asks), new PodRequest("prod", "iac", Set.of("iac"), pod))));
    }

    @Test
    public void identity_ofAnAdmittedPod_isWhatItsReceiptSays() {
        assertEquals(
                Map.of(
                        PodIdentity.NAMESPACE, "ns",
                        PodIdentity.NAME, "iac-1",
                        PodIdentity.SERVICE_ACCOUNT, "pool",
                        PodIdentity.IMAGE, IMAGE),
                PodIdentity.of(pod(), IMAGE));
    }
}
