package io.jenkins.plugins.iac.jenkins.config;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.catalog.DocumentField;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.BeforeClass;
import org.junit.Test;

public class FieldCheckTest {
    private static Map<String, Object> document;

    @BeforeClass
    public static void read() throws IOException {
        try (InputStream in = FieldCheckTest.class.getResourceAsStream("/catalog/valid/full.yaml")) {
            document = CatalogLoader.load(new String(in.readAllBytes(), StandardCharsets.UTF_8), "sample")
                    .orThrow()
                    .toPlain();
        }
    }

    private static String check(String section, int position, String path, String value) {
        return check(section, position, path, value, Map.of());
    }

    private static String check(String section, int position, String path, String value, Map<String, String> beside) {
        DocumentField field = CatalogEdit.section(section).orElseThrow();
        List<String> errors =
                FieldCheck.errors(document, field, position, Arrays.asList(path.split("\\.")), value, beside);
        return String.join("; ", errors);
    }

    @Test
    public void errors_rightValue_isEmpty() {
        assertEquals("", check("pools", 0, "label", "iac-other"));
        assertEquals("", check("pools", -1, "name", "pool-new"));
        assertEquals("", check("stacks", 1, "dependsOn", "prod/eu-west-1/network-foundation"));
        assertEquals("", check("pools", 0, "tools.version", "1.10.1"));
        assertEquals("", check("stacks", -1, "backend.type", "s3"));
    }

    @Test
    public void errors_wrongValue_saysWhatTheLoaderSays() {
        assertEquals(
                "found 'hyper', expected one of untrusted, standard, protected, breakglass",
                check("pools", 0, "trust", "hyper"));
        assertEquals(
                "found 'x', expected sha256: and 64 lower-case hex digits", check("pools", 0, "tools.sha256", "x"));
        assertEquals(
                "found 'many', expected a whole number from 0 to 1000000", check("pools", 0, "maxConcurrent", "many"));
    }

    @Test
    public void errors_inAList_nameTheLine() {
        assertEquals(
                "line 2: found the unknown environment 'prd'; did you mean prod?",
                check("pools", 0, "environments", "prod\nprd"));
    }

    @Test
    public void errors_inAMap_nameTheEntry() {
        assertEquals(
                "plan: found the unknown identity 'prod-payments-pln'; did you mean prod-payments-plan?",
                check("stacks", 1, "identities", "plan: prod-payments-pln\napply: prod-payments-apply"));
    }

    @Test
    public void errors_emptyRequiredField_sayThatItIsMissing() {
        assertEquals("found a pool without name, expected name, unique; add name", check("pools", -1, "name", ""));
    }

    @Test
    public void errors_nameThatAnotherHas_sayThatItIsTaken() {
        assertEquals(true, check("pools", 1, "name", "pool-prod-data").contains("pool-prod-data"));
        assertEquals(
                true, check("stacks", -1, "id", "prod/eu-west-1/payments-db").contains("payments-db"));
        assertEquals("", check("stacks", 1, "id", "prod/eu-west-1/payments-db"));
    }

    /** Which facts a condition may use depends on the point beside it. */
    @Test
    public void errors_condition_isJudgedByTheFieldsBesideIt() {
        assertEquals("", check("policies", -1, "cel", "plan.delete == 0", Map.of("point", "plan")));
        assertEquals(
                false,
                check("policies", -1, "cel", "plan.delete == 0", Map.of("point", "admission"))
                        .isEmpty());
        assertEquals(false, check("rules", 0, "require", "source.ref ==").isEmpty());
    }

    @Test
    public void errors_unknownField_isRefused() {
        assertEquals("there is no such field", check("pools", 0, "password", "x"));
        assertEquals("there is no such field", check("pools", 0, "tools.password", "x"));
    }

    /** A stack of ten thousand is judged without the others. */
    @Test
    public void around_keepsOnlyTheStacksThatMatter() {
        DocumentField stacks = CatalogEdit.section("stacks").orElseThrow();
        Map<String, Object> object = CatalogEdit.objects(document, stacks).get(1);
        Map<String, Object> around = CatalogEdit.around(document, stacks, 1, object);
        assertEquals(
                List.of("prod/eu-west-1/network-foundation"),
                CatalogEdit.objects(around, stacks).stream()
                        .map(s -> s.get("id"))
                        .toList());
    }
}
