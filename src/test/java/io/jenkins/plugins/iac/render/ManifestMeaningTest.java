package io.jenkins.plugins.iac.render;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Cidr;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.receipt.Machine;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;

/** What a cluster makes of the manifests, as far as its rules can be followed here. */
public class ManifestMeaningTest {
    private static final String IMAGE = "registry.example/runner@sha256:" + "7".repeat(64);
    private static final Map<Class<?>, String> KINDS = Map.of(
            Namespace.class, "v1 Namespace",
            ServiceAccount.class, "v1 ServiceAccount",
            NetworkPolicy.class, "networking.k8s.io/v1 NetworkPolicy",
            ResourceQuota.class, "v1 ResourceQuota",
            PodTemplate.class, "v1 PodTemplate");

    /** The model keeps fields that it does not know; a cluster refuses or drops them. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return member.hasAnnotation(JsonAnySetter.class) ? Boolean.FALSE : super.hasAnySetter(member);
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static Pool pool(String egress) {
        String text =
                """
                pools:
                  - name: pool
                    operations: [plan]
                    networks: [n, jenkins]
                    maxConcurrent: 3
                    images: ["%s"]
                    kubernetes:
                      cloud: prod
                      namespace: iac
                      podTemplate: iac
                      resources: {cpu: 1500m, memory: 512Mi, storage: 10Gi}
                      egress: %s
                """
                        .formatted(IMAGE, egress);
        return CatalogLoader.load(text, "test").orThrow().pool("pool").orElseThrow();
    }

    private static final String WIDE =
            "[{network: n, cidr: 0.0.0.0/0, ports: [443]}, {network: n, cidr: \"::/0\", ports: [80, 443]},"
                    + " {network: jenkins, cidr: 10.0.0.0/8, except: [10.1.0.0/16], ports: [8443]}]";

    @Test
    public void everyManifest_isReadByTheModelWithoutAnUnknownField() throws Exception {
        Set<String> kinds = new TreeSet<>();
        for (JsonNode item : new PoolManifests(pool(WIDE)).json().get("items")) {
            String kind =
                    item.get("apiVersion").asText() + " " + item.get("kind").asText();
            Class<?> type = KINDS.entrySet().stream()
                    .filter(e -> e.getValue().equals(kind))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("not one of ours: " + kind))
                    .getKey();
            Object read = STRICT.readValue(Json.write(item), type);
            assertEquals(kind, Json.write(item), Json.write(Json.tree(read)));
            String name = ((HasMetadata) read).getMetadata().getName();
            assertTrue(name, name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"));
            kinds.add(kind);
        }
        assertEquals(new TreeSet<>(KINDS.values()), kinds);
    }

    @Test
    public void namespace_refusesReportsAndWarnsOfPodsThatAreNotRestricted() {
        Map<String, String> labels =
                one(pool("[]"), Namespace.class).getMetadata().getLabels();
        for (String mode : List.of("enforce", "audit", "warn")) {
            assertEquals("restricted", labels.get("pod-security.kubernetes.io/" + mode));
            assertEquals("latest", labels.get("pod-security.kubernetes.io/" + mode + "-version"));
        }
    }

    @Test
    public void networkPolicies_ofWhateverPool_denyMetadataAndWhatIsNotListed() {
        Pool wide = pool(WIDE);
        for (InetSocketAddress metadata : Machine.local(InstantSource.system()).metadata()) {
            String address = metadata.getAddress().getHostAddress();
            for (int port : new int[] {80, 443, 8443}) {
                assertFalse(address + ":" + port, reaches(wide, address, port));
            }
        }
        Object[][] rows = {
            {"93.184.216.34", 443, true},
            {"93.184.216.34", 80, false},
            {"2606:2800:220:1::1", 80, true},
            {"10.2.0.1", 8443, true},
            {"10.1.0.1", 8443, false},
            {"10.2.0.1", 22, false},
            {"169.254.169.254", 80, false},
            {"fd00:ec2::254", 80, false},
            {"100.100.100.200", 443, false},
        };
        for (Object[] row : rows) {
            assertEquals(row[0] + ":" + row[1], row[2], reaches(wide, (String) row[0], (Integer) row[1]));
            assertFalse("nothing is listed", reaches(pool("[]"), (String) row[0], (Integer) row[1]));
        }
    }

    /** The API refuses an exception that is not strictly within its range. */
    @Test
    public void exceptions_areWithinTheirRange() {
        int seen = 0;
        for (NetworkPolicy policy : all(pool(WIDE), NetworkPolicy.class)) {
            assertTrue(
                    "every pod of the namespace",
                    policy.getSpec().getPodSelector().getMatchLabels() == null
                            || policy.getSpec()
                                    .getPodSelector()
                                    .getMatchLabels()
                                    .isEmpty());
            assertTrue(policy.getSpec().getIngress() == null
                    || policy.getSpec().getIngress().isEmpty());
            for (NetworkPolicyEgressRule rule : policy.getSpec().getEgress()) {
                for (NetworkPolicyPeer peer : rule.getTo()) {
                    if (peer.getIpBlock() != null) {
                        Cidr range = new Cidr(peer.getIpBlock().getCidr());
                        for (String except : peer.getIpBlock().getExcept()) {
                            seen++;
                            assertTrue(except, range.contains(new Cidr(except)) && !new Cidr(except).contains(range));
                        }
                    }
                }
            }
        }
        assertTrue(seen > 5);
    }

    @Test
    public void quota_holdsAsManyPodsAsThePoolRuns_andNoMore() {
        Pool pool = pool("[]");
        Map<String, Quantity> hard = one(pool, ResourceQuota.class).getSpec().getHard();
        Container agent = one(pool, PodTemplate.class)
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        assertEquals("3", hard.get("pods").getAmount());
        agent.getResources().getRequests().forEach((name, each) -> {
            BigDecimal all = each.getNumericalAmount().multiply(BigDecimal.valueOf(3));
            assertEquals(name, 0, all.compareTo(hard.get("requests." + name).getNumericalAmount()));
            assertEquals(name, 0, all.compareTo(hard.get("limits." + name).getNumericalAmount()));
            assertEquals(
                    "a quota of limits asks every pod for them",
                    each,
                    agent.getResources().getLimits().get(name));
        });
    }

    @Test
    public void pod_runsAsTheAccountThatIsMade_withoutItsToken() {
        Pool pool = pool("[]");
        ServiceAccount account = one(pool, ServiceAccount.class);
        var spec = one(pool, PodTemplate.class).getTemplate().getSpec();
        assertEquals(account.getMetadata().getName(), spec.getServiceAccountName());
        assertFalse(account.getAutomountServiceAccountToken());
        assertFalse(spec.getAutomountServiceAccountToken());
    }

    /** As a network plugin judges a connection of a pod that the policies select. */
    private static boolean reaches(Pool pool, String address, int port) {
        Cidr one = new Cidr(address + (address.contains(":") ? "/128" : "/32"));
        List<NetworkPolicy> policies = all(pool, NetworkPolicy.class);
        boolean selected =
                policies.stream().anyMatch(p -> p.getSpec().getPolicyTypes().contains("Egress"));
        return !selected
                || policies.stream()
                        .flatMap(p -> p.getSpec().getEgress().stream())
                        .anyMatch(rule -> rule.getPorts().stream()
                                        .anyMatch(p -> p.getPort().getIntVal() == port
                                                && p.getProtocol().equals("TCP"))
                                && rule.getTo().stream().anyMatch(peer -> leadsTo(peer, one)));
    }

    private static boolean leadsTo(NetworkPolicyPeer peer, Cidr address) {
        return peer.getIpBlock() != null
                && new Cidr(peer.getIpBlock().getCidr()).contains(address)
                && peer.getIpBlock().getExcept().stream().noneMatch(e -> new Cidr(e).contains(address));
    }

    private static <T> T one(Pool pool, Class<T> type) {
        return all(pool, type).get(0);
    }

    private static <T> List<T> all(Pool pool, Class<T> type) {
        return new PoolManifests(pool)
                .all().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
