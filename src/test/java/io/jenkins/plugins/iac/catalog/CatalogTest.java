package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;

public class CatalogTest {
    private final Catalog catalog = Fixtures.catalog("valid/full.yaml");

    @Test
    public void load_documentedCatalog_valuesAsWritten() {
        Environment prod = catalog.environment("prod").orElseThrow();
        assertTrue(prod.isProtected());
        assertEquals(Duration.ofHours(24), prod.approvalExpiry());
        assertEquals("platform-leads", prod.overridesTeam());
        assertEquals("plan.delete + plan.replace > 0", prod.approvals().get(1).when());
        Pool pool = catalog.pool("pool-prod-data").orElseThrow();
        assertEquals(Trust.PROTECTED, pool.trust());
        assertEquals("/usr/local/bin/tofu", pool.tools().get(0).path());
        assertEquals(4, pool.maxConcurrent());
        assertEquals(
                Duration.ofMinutes(15),
                catalog.identity("prod-payments-plan").orElseThrow().lifetime());
    }

    @Test
    public void load_absentFields_meanTheSaferThing() {
        Pool pool = CatalogLoader.load("pools: [{name: p}, {name: q, trust: protected}]", "test")
                .orThrow()
                .pool("p")
                .orElseThrow();
        assertEquals("p", pool.label());
        assertEquals(Trust.STANDARD, pool.trust());
        assertFalse(pool.ephemeral());
        assertEquals(List.of(), pool.operations());
        Catalog two = CatalogLoader.load("pools: [{name: q, trust: protected}]\nenvironments: [{name: e}]", "test")
                .orThrow();
        assertTrue(two.pool("q").orElseThrow().bodyStepsOwn());
        assertFalse(two.environment("e").orElseThrow().isProtected());
    }

    @Test
    public void teamsOf_tableOfPeople_namedOrInAGroup() {
        assertEquals(Set.of("payments"), catalog.teamsOf("alice", List.of()));
        assertEquals(Set.of("payments"), catalog.teamsOf("zoe", List.of("payments-devs")));
        assertEquals(Set.of("sre-oncall"), catalog.teamsOf("zoe", List.of("sre")));
        assertEquals(Set.of(), catalog.teamsOf("zoe", List.of()));
        assertEquals(Set.of(), catalog.teamsOf("Alice", List.of()));
        assertEquals("a group that only shares a team's name", Set.of(), catalog.teamsOf("zoe", List.of("sre-oncall")));
        assertEquals(Set.of(), catalog.teamsOf("zoe", List.of("unlisted")));
        Catalog realm =
                CatalogLoader.load("environments: [{name: dev}]", "test").orThrow();
        assertEquals(Set.of("sre"), realm.teamsOf("zoe", List.of("sre")));
    }

    @Test
    public void policyBundle_order_doesNotMatterAndContentDoes() {
        String rule = "{name: a, require: \"true\"}";
        String other = "{name: b, require: \"source.ref == 'main'\"}";
        Catalog one = CatalogLoader.load("rules: [" + rule + ", " + other + "]", "test")
                .orThrow();
        Catalog two = CatalogLoader.load("rules: [" + other + ", " + rule + "]", "test")
                .orThrow();
        Catalog three = CatalogLoader.load("rules: [" + rule + "]", "test").orThrow();
        assertEquals(one.policyBundle(), two.policyBundle());
        assertNotEquals(one.policyBundle(), three.policyBundle());
        assertEquals(
                "frozen: evidence names bundles by it",
                "sha256:f270c2d44dca11a62958c65e759057c16553b19afb90141ccd63ffa5f3418e57",
                catalog.policyBundle().toString());
    }

    @Test
    public void policyBundle_rulesOfRisk_areInIt() {
        String stack = "teams: [{name: t, users: [a]}]\n";
        String rule = "riskRules: [{class: dns, types: [acme_name], reason: changes a name}]\n";
        Sha256 without = CatalogLoader.load(stack, "test").orThrow().policyBundle();
        Catalog with = CatalogLoader.load(stack + rule, "test").orThrow();
        assertNotEquals("who approves is told risks by them", without, with.policyBundle());
        assertNotEquals(
                with.policyBundle(),
                CatalogLoader.load(stack + rule.replace("acme_name", "acme_*"), "test")
                        .orThrow()
                        .policyBundle());
        assertEquals(
                "the order of members is of no account",
                with.policyBundle(),
                CatalogLoader.load("riskRules: [{reason: changes a name, types: [acme_name], class: dns}]", "test")
                        .orThrow()
                        .policyBundle());
        assertSame("made once, not for each run", with.riskRules(), with.riskRules());
    }

    @Test
    public void schema_everyFieldOfTheTable_isInIt() {
        JsonNode schema = CatalogSchema.json();
        assertEquals(
                "https://json-schema.org/draft/2020-12/schema",
                schema.get("$schema").textValue());
        JsonNode stack = schema.get("$defs").get("stack");
        Set<String> fields = new TreeSet<>();
        stack.get("properties").fieldNames().forEachRemaining(fields::add);
        assertEquals(new TreeSet<>(Shapes.STACK.names()), fields);
        assertFalse(stack.get("additionalProperties").booleanValue());
        assertEquals("[\"id\",\"directory\"]", stack.get("required").toString());
        assertFalse(schema.get("$defs").get("scope").get("properties").has("id"));
    }

    @Test
    public void schema_references_allResolve() {
        JsonNode schema = CatalogSchema.json();
        List<JsonNode> references = schema.findValues("$ref");
        assertTrue(references.size() > 15);
        for (JsonNode reference : references) {
            assertTrue(
                    reference.toString(),
                    schema.at(reference.textValue().substring(1)).isObject());
        }
    }

    @Test
    public void toPlain_isTyped() {
        Map<String, Object> plain = catalog.toPlain();
        ObjectNode json = (ObjectNode) catalog.toJson();
        assertEquals(Integer.valueOf(4), ((Map<?, ?>) ((List<?>) plain.get("pools")).get(0)).get("maxConcurrent"));
        assertTrue(json.at("/environments/1/protected").isBoolean());
        assertTrue(json.at("/environments/1/windows/0/from").isTextual());
    }
}
