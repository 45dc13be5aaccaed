package io.jenkins.plugins.iac.render;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Pool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.yaml.snakeyaml.Yaml;

public class PoolManifestsTest {
    private static final String IMAGE =
            "registry.example/runner@sha256:7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a";

    @Test
    public void yaml_ofThePoolOfTheSampleCompany_isTheGoldenFile() throws IOException {
        Catalog catalog =
                CatalogLoader.load(Path.of("examples", "northstar", "iac.yaml")).orThrow();
        assertGolden("northstar", new PoolManifests(catalog.pool("pool-network").orElseThrow()));
    }

    @Test
    public void yaml_ofAPoolWithEveryField_isTheGoldenFile() throws IOException {
        assertGolden(
                "every-field",
                new PoolManifests(
                        pool(
                                """
                cloud: prod
                namespace: iac
                podTemplate: Iac_Runner.
                serviceAccount: runner
                serviceAccountToken: true
                runAsUser: 10001
                resources: {cpu: 1500m, memory: 512Mi, storage: 10Gi}
                egress:
                  - {network: jenkins, cidr: fd00::/8, ports: [443]}
                  - {network: n, namespace: cache, ports: [80, 443], protocol: UDP}
                  - {network: n, cidr: 0.0.0.0/0, except: [10.0.0.0/8], ports: [443]}
                nodeSelector: {pool: iac, kubernetes.io/arch: amd64}
                tolerations:
                  - {key: dedicated, value: iac, effect: NoSchedule}
                  - {key: spot, effect: NoExecute}
                runtimeClass: gvisor
                """)));
    }

    /** To accept a change, copy the file that the failure names over the golden one. */
    private static void assertGolden(String name, PoolManifests manifests) throws IOException {
        String made = manifests.yaml();
        String golden;
        try (var in = PoolManifestsTest.class.getResourceAsStream(name + ".yaml")) {
            golden = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!golden.equals(made)) {
            Path file = Path.of("target", name + ".made.yaml");
            Files.writeString(file, made);
            assertEquals("made: " + file, golden, made);
        }
    }

    /** Also within the ranges that clouds use for everything else. */
    @Test
    public void networkPolicies_rangesAroundMetadataServices_leaveThemOut() throws IOException {
        String egress = "egress: [{network: n, cidr: %s, ports: [443]}]";
        Object[][] table = {
            {"0.0.0.0/0", List.of("100.100.100.200/32", "168.63.129.16/32", "169.254.0.0/16", "192.0.0.192/32")},
            {"100.64.0.0/10", List.of("100.100.100.200/32")},
            {"168.63.0.0/16", List.of("168.63.129.16/32")},
            {"fd00:ec2::/31", List.of("fd00:ec2::/32")},
            {"10.0.0.0/8", List.of()},
        };
        for (Object[] row : table) {
            String text = new PoolManifests(pool(MINIMAL + String.format(egress, "'" + row[0] + "'") + "\n")).yaml();
            List<String> except = new ArrayList<>();
            for (Object document : new Yaml().loadAll(text)) {
                parse(document).findValues("except").forEach(list -> list.forEach(c -> except.add(c.asText())));
            }
            assertEquals((String) row[0], row[1], except);
        }
    }

    @Test
    public void json_ofAPool_saysTheSameAsTheYaml() throws IOException {
        PoolManifests manifests = new PoolManifests(pool(MINIMAL));
        List<JsonNode> documents = new ArrayList<>();
        new Yaml().loadAll(manifests.yaml()).forEach(d -> documents.add(parse(d)));
        List<JsonNode> items = new ArrayList<>();
        Json.parse(Json.write(manifests.json())).get("items").forEach(items::add);
        assertEquals(documents, items);
    }

    private static JsonNode parse(Object plain) {
        try {
            return Json.parse(Json.write(Json.tree(plain)));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void networkPolicies_withoutEgress_denyEverything() {
        JsonNode list = new PoolManifests(pool(MINIMAL)).json().get("items");
        List<JsonNode> policies = new ArrayList<>();
        list.forEach(item -> {
            if (item.get("kind").asText().equals("NetworkPolicy")) {
                policies.add(item.get("spec"));
            }
        });
        assertEquals(1, policies.size());
        assertTrue(policies.get(0).get("podSelector").isEmpty());
        assertFalse(policies.get(0).has("egress"));
        assertEquals(
                "[\"Ingress\",\"Egress\"]", policies.get(0).get("policyTypes").toString());
    }

    @Test
    public void pod_ofAPool_isAPodWithoutName() {
        Object pod = new Yaml().load(new PoolManifests(pool(MINIMAL)).podYaml());
        JsonNode tree = Json.tree(pod);
        assertEquals("Pod", tree.get("kind").asText());
        assertFalse(tree.get("metadata").has("name"));
        assertEquals("pool", tree.at("/spec/serviceAccountName").asText());
    }

    @Test
    public void manifests_ofAPoolThatHasNoPods_areAnError() {
        Pool none = CatalogLoader.load("pools: [{name: pool, operations: [plan]}]", "test")
                .orThrow()
                .pool("pool")
                .orElseThrow();
        IacException refused = assertThrows(IacException.class, () -> new PoolManifests(none));
        assertTrue(refused.getMessage(), refused.getMessage().contains("kubernetes"));
    }

    @Test
    public void manifests_ofAPoolWithoutImages_areAnError() {
        Pool none = CatalogLoader.load(
                        "pools: [{name: pool, operations: [plan], kubernetes: {cloud: c, namespace: n, podTemplate: t}}]",
                        "test")
                .orThrow()
                .pool("pool")
                .orElseThrow();
        IacException refused = assertThrows(IacException.class, () -> new PoolManifests(none));
        assertTrue(refused.getMessage(), refused.getMessage().contains("image"));
    }

    private static final String MINIMAL = "cloud: prod\nnamespace: iac\npodTemplate: iac\n";

    private static Pool pool(String kubernetes) {
        String text =
                "pools:\n  - name: pool\n    operations: [plan]\n    networks: [n]\n    maxConcurrent: 3\n    images: [\""
                        + IMAGE + "\"]\n    kubernetes:\n" + kubernetes.indent(6);
        return CatalogLoader.load(text, "test").orThrow().pool("pool").orElseThrow();
    }
}
