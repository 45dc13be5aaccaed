package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class InheritanceTest {
    private final Catalog catalog = Fixtures.catalog("valid/inheritance.yaml");
    private final Stack stack = catalog.stack("prod/eu-west-1/payments-db").orElseThrow();

    @Test
    public void resolve_fieldsOfSeveralScopes_mostSpecificWins() {
        assertEquals("payments-db", stack.owner());
        assertEquals("terraform 1.11.4", stack.tool().toString());
        assertEquals("prod", stack.environment());
        assertEquals("/srv/a.git", stack.repository());
    }

    @Test
    public void resolve_maps_areInheritedKeyByKey() {
        assertEquals(
                Map.of("a", "all", "b", "region", "c", "prod", "d", "payments", "currency", "EUR", "timeout", 60L),
                stack.variables());
        assertEquals(Map.of("plan", "app-plan", "apply", "db-apply"), stack.identities());
        assertEquals(Boolean.FALSE, stack.constraints().allowDestroy());
        assertEquals(Integer.valueOf(0), stack.constraints().maxDeletes());
    }

    @Test
    public void resolve_backendConfiguration_neverMixesTypes() {
        assertEquals("s3", stack.backend().type());
        assertEquals(
                Map.of("bucket", "prod-state", "encrypt", true, "key", "db"),
                stack.backend().config());
        assertEquals(
                Map.of("path", "state"),
                catalog.stack("stage/us-east-1/web").orElseThrow().backend().config());
    }

    @Test
    public void resolve_backendOfAnotherType_givesNoKeyEither() {
        String text =
                """
                environments: [{name: prod}]
                scopes:
                  - path: "**"
                    environment: prod
                    repository: /srv/a.git
                    tool: {name: terraform, version: "1.11.4"}
                    backend: {type: s3, config: {bucket: of-s3, region: eu-west-1}}
                  - path: "prod/*"
                    backend: {type: gcs, config: {bucket: of-gcs, prefix: p}}
                stacks:
                  - {id: prod/a, directory: a, backend: {type: s3}}
                  - {id: prod/b, directory: b}
                  - {id: prod/c, directory: c, backend: {type: s3, config: {region: own}}}
                """;
        Catalog mixed = CatalogLoader.load(text, "mixed").orThrow();
        Stack s3 = mixed.stack("prod/a").orElseThrow();
        assertEquals(
                Map.of("bucket", "of-s3", "region", "eu-west-1"), s3.backend().config());
        assertEquals("**", s3.inheritedFrom().get("backend.config.bucket"));
        assertEquals(
                Map.of("bucket", "of-gcs", "prefix", "p"),
                mixed.stack("prod/b").orElseThrow().backend().config());
        assertEquals(
                Map.of("bucket", "of-s3", "region", "own"),
                mixed.stack("prod/c").orElseThrow().backend().config());
    }

    @Test
    public void resolve_suppliedPools_mostSpecificFirst() {
        assertEquals(List.of("own", "data", "general"), stack.pools());
    }

    @Test
    public void describe_everyField_saysWhereItComesFrom() {
        Map<String, String> from = new LinkedHashMap<>();
        catalog.describe(stack.id())
                .forEach(i -> from.merge(i.field(), i.value() + " <- " + i.from(), (a, b) -> a + "; " + b));
        assertEquals("payments-db <- prod/*/payments-*", from.get("owner"));
        assertEquals("live/db <- stack", from.get("directory"));
        assertEquals("own <- stack; data <- prod/*/payments-*; general <- prod/**", from.get("pools"));
        assertEquals("EUR <- context:eu@3", from.get("variables.currency"));
        assertEquals("60 <- stack, instead of context:eu@3", from.get("variables.timeout"));
        assertEquals("all <- **", from.get("variables.a"));
        assertEquals("s3 <- prod/**", from.get("backend.type"));
        assertEquals("db <- stack", from.get("backend.config.key"));
        assertEquals("default <- default", from.get("workspace"));
        assertEquals("eu <- */eu-*/**", from.get("contexts"));
        assertEquals(List.of(), catalog.describe(new StackId("no/such")));
    }

    @Test
    public void compareSpecificity_literalSegmentsBeforeCharacters() {
        String[] ascending = {
            "**", "*/p*", "prod/*", "prod/*/p*", "*/payments-db", "prod/eu-west-1/*", "prod/eu-west-1/payments-db"
        };
        for (int i = 1; i < ascending.length; i++) {
            ScopePath less = ScopePath.of(ascending[i - 1]);
            assertTrue(
                    less + " before " + ascending[i], ScopePath.of(ascending[i]).compareSpecificity(less) > 0);
        }
        assertEquals(0, ScopePath.of("dev/*").compareSpecificity(ScopePath.of("*/api")));
    }

    @Test
    public void suppliesPools_noneAnywhere_isKnown() {
        assertTrue(catalog.suppliesPools());
        assertFalse(Fixtures.catalog("valid/jenkins.yaml").suppliesPools());
    }
}
