package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Stack;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CatalogLoaderTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void load_invalidFixtures_everyErrorAtItsPlace() {
        List<Path> files = Fixtures.all("invalid");
        assertTrue("found " + files.size() + " fixtures", files.size() >= 20);
        for (Path file : files) {
            LoadResult result = CatalogLoader.load(file);
            assertNull(file + " is used although it is wrong", result.catalog());
            assertFalse(
                    file + " expects nothing", Fixtures.expected(file, "error").isEmpty());
            assertEquals(
                    file.toString(),
                    String.join("\n", Fixtures.expected(file, "error")),
                    String.join("\n", Fixtures.found(result.errors())));
        }
    }

    @Test
    public void load_dangerousFixtures_warningsAndACatalog() {
        for (Path file : Fixtures.all("warnings")) {
            LoadResult result = CatalogLoader.load(file);
            assertEquals(file.toString(), List.of(), result.errors());
            assertEquals(
                    file.toString(),
                    String.join("\n", Fixtures.expected(file, "warning")),
                    String.join("\n", Fixtures.found(result.warnings())));
        }
    }

    @Test
    public void load_validFixtures_noFindingAndSameAfterExport() {
        for (Path file : Fixtures.all("valid")) {
            LoadResult result = CatalogLoader.load(file);
            assertEquals(file.toString(), List.of(), result.errors());
            Catalog catalog = result.catalog();
            for (LoadResult again : List.of(
                    CatalogLoader.load(catalog.toYaml(), "yaml"),
                    CatalogLoader.load(Json.pretty(catalog.toJson()), "json"),
                    CatalogLoader.load(catalog.toPlain(), "forms"))) {
                assertEquals(file + " as " + again.name(), List.of(), again.errors());
                assertEquals(catalog.toJson(), again.catalog().toJson());
                assertEquals(
                        List.copyOf(catalog.stacks()),
                        List.copyOf(again.catalog().stacks()));
                assertEquals(
                        List.copyOf(catalog.pools()),
                        List.copyOf(again.catalog().pools()));
                assertEquals(
                        List.copyOf(catalog.environments()),
                        List.copyOf(again.catalog().environments()));
                assertEquals(catalog.policyBundle(), again.catalog().policyBundle());
            }
        }
    }

    @Test
    public void load_northstar_neitherErrorNorWarning() {
        LoadResult result = CatalogLoader.load(Path.of("examples/northstar/iac.yaml"));
        assertEquals(List.of(), result.errors());
        assertEquals(List.of(), result.warnings());
        assertEquals(12, result.catalog().stacks().size());
    }

    @Test
    public void load_freeValues_keepTheTypesOfTheDocument() {
        Stack stack = Fixtures.catalog("valid/catalog.json").stack("dev/a").orElseThrow();
        Map<String, Object> variables = stack.variables();
        assertEquals(3L, variables.get("count"));
        assertEquals(new BigDecimal("0.5"), variables.get("ratio"));
        assertEquals("3", variables.get("name"));
        assertEquals(true, variables.get("on"));
        assertEquals(Arrays.asList("a", null), variables.get("zones"));
        assertEquals(Map.of("k", "v"), variables.get("tags"));
    }

    @Test
    public void load_textsThatLookLikeOtherThings_surviveExport() {
        List<String> texts =
                List.of("1e5", "0x10", "08:00", "no", "true", "null", "~", "", "1_000", "2026-12-24", "- a", "ünï");
        Map<String, Object> stack = Map.of(
                "id",
                "a",
                "directory",
                "a",
                "environment",
                "dev",
                "repository",
                "/srv/a.git",
                "tool",
                Map.of("name", "terraform", "version", "1.11.4"),
                "variables",
                Map.of("list", texts));
        Map<String, Object> plain = Map.of("environments", List.of(Map.of("name", "dev")), "stacks", List.of(stack));
        Catalog catalog = CatalogLoader.load(plain, "forms").orThrow();
        Catalog again = CatalogLoader.load(catalog.toYaml(), "yaml").orThrow();
        assertEquals(texts, again.stack("a").orElseThrow().variables().get("list"));
    }

    @Test
    public void load_billionLaughs_isRefusedAtOnce() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(String.join(", ", java.util.Collections.nCopies(10, "*a" + (i - 1))))
                    .append("]\n");
        }
        LoadResult result = CatalogLoader.load(bomb.toString(), "bomb");
        assertFalse(result.isOk());
        assertTrue(
                result.errors().get(0).message(),
                result.errors().get(0).message().contains("more than 5000000 values"));
    }

    @Test
    public void load_deepNesting_isRefused() {
        for (String open : List.of("[", "{a: ")) {
            LoadResult result = CatalogLoader.load("stacks: " + open.repeat(100_000), "deep");
            assertFalse(result.isOk());
            assertTrue(result.errors().get(0).message().contains("nested deeper than 50"));
        }
    }

    @Test
    public void load_moreErrorsThanAnybodyReads_areCounted() {
        StringBuilder text = new StringBuilder("teams:\n");
        for (int i = 0; i < 3_000; i++) {
            text.append("  - {nam: x}\n");
        }
        LoadResult result = CatalogLoader.load(text.toString(), "wrong");
        assertEquals(1_001, result.errors().size());
        assertEquals(
                "found 5000 more errors; mend these first",
                result.errors().get(1_000).message());
    }

    @Test
    public void load_unreadableFiles_oneClearError() throws Exception {
        IacException missing = assertThrows(IacException.class, () -> CatalogLoader.load(Path.of("no/such/iac.yaml")));
        assertEquals(IacException.Kind.BAD_INPUT, missing.kind());
        assertTrue(missing.getMessage(), missing.getMessage().contains("no/such/iac.yaml"));
        Path latin = folder.newFile("latin.yaml").toPath();
        Files.write(latin, "teams: [{name: p, users: [J\u00fcrgen]}]".getBytes(StandardCharsets.ISO_8859_1));
        IacException wrong = assertThrows(IacException.class, () -> CatalogLoader.load(latin));
        assertTrue(wrong.getMessage(), wrong.getMessage().contains("not UTF-8"));
    }

    @Test
    public void orThrow_wrongCatalog_firstErrorWithItsPlace() {
        LoadResult result = CatalogLoader.load(Fixtures.file("invalid/unknown-fields.yaml"));
        IacException e = assertThrows(IacException.class, result::orThrow);
        assertTrue(e.getMessage(), e.getMessage().contains("line 2, column 22, teams[0].userz"));
        assertTrue(e.getMessage(), e.getMessage().contains("4 errors"));
    }

    @Test
    public void load_tenThousandStacks_allIndexed() {
        StringBuilder text = new StringBuilder("environments: [{name: dev}]\nscopes:\n");
        text.append(
                "  - {path: \"**\", environment: dev, repository: /srv/a.git, tool: {name: terraform, version: 1.11.4}}\n");
        for (int i = 0; i < 200; i++) {
            text.append("  - {path: \"dev/r")
                    .append(i)
                    .append("/*\", variables: {region: r")
                    .append(i)
                    .append("}}\n");
        }
        text.append("stacks:\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("  - {id: dev/r")
                    .append(i % 200)
                    .append("/s")
                    .append(i)
                    .append(", directory: d")
                    .append(i);
            text.append(i == 0 ? "}\n" : ", dependsOn: [dev/r" + (i - 1) % 200 + "/s" + (i - 1) + "]}\n");
        }
        Catalog catalog = CatalogLoader.load(text.toString(), "large").orThrow();
        assertEquals(10_000, catalog.stacks().size());
        for (int i = 0; i < 10_000; i++) {
            String id = "dev/r" + i % 200 + "/s" + i;
            assertEquals(id, "d" + i, catalog.stack(id).orElseThrow().directory());
        }
        assertEquals(
                "r199",
                catalog.stack("dev/r199/s9999").orElseThrow().variables().get("region"));
    }
}
