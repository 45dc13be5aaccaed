package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Test;

/** Plans from the public test data of many tools, with what an independent program found in them. */
public class RealPlansTest {
    private static final Path PLANS = Path.of(System.getProperty("iac.shared", "../shared"), "plans");

    private record Expected(Path file, JsonNode truth) {}

    private final List<Expected> all = new ArrayList<>();

    @Before
    public void load() throws Exception {
        Path truth = PLANS.resolve("expected.jsonl");
        assumeTrue("no real plans at " + PLANS + " (set -Diac.shared)", Files.exists(truth));
        for (String line : Files.readAllLines(truth)) {
            JsonNode expected = Json.parse(line);
            all.add(new Expected(PLANS.resolve(expected.get("file").asText()), expected));
        }
        assertTrue("plans to look at", all.size() > 100);
    }

    /** A file that is another one by now, or was cut on its way, proves nothing about the reader. */
    @Test
    public void ofFile_anyRealPlan_isTheFileThatWasLookedAt() throws Exception {
        for (Expected expected : all) {
            assertEquals(
                    expected.file().toString(),
                    expected.truth().get("sha256").asText(),
                    Sha256.ofFile(expected.file()).hex());
        }
    }

    @Test
    public void read_anyRealPlan_countsDestructiveAndDriftAreTheTruth() {
        for (Expected expected : all) {
            PlanSummary summary = PlanJsonReader.summary(expected.file());
            String file = expected.file().toString();
            assertEquals(
                    file,
                    expected.truth().get("counts").toString(),
                    Json.tree(new java.util.TreeMap<>(summary.countsById())).toString());
            assertEquals(
                    file,
                    expected.truth().get("destructive"),
                    Json.tree(summary.destructive().items()));
            assertEquals(
                    file,
                    expected.truth().get("drift").asLong(),
                    summary.drift().total());
            if (!expected.truth().path("format_version").isNull()) {
                assertEquals(file, expected.truth().get("format_version").asText(), summary.formatVersion());
            }
        }
    }

    @Test
    public void read_reformattedAndShuffled_hashIsTheSame() throws Exception {
        for (Expected expected : all) {
            byte[] original = Files.readAllBytes(expected.file());
            JsonNode tree;
            try {
                tree = Json.mapper().readTree(original);
            } catch (com.fasterxml.jackson.core.JsonParseException e) {
                // One file has a name twice; this test's own reader cannot shuffle it.
                assertTrue(e.getMessage(), e.getMessage().contains("Duplicate field"));
                continue;
            }
            String shuffled = Json.pretty(Shuffle.members(tree));
            PlanSummary a = PlanTexts.read(new String(original, java.nio.charset.StandardCharsets.UTF_8));
            PlanSummary b = PlanTexts.read(shuffled);
            assertEquals(expected.file().toString(), a.planJson(), b.planJson());
            assertEquals(expected.file().toString(), a.counts(), b.counts());
        }
        assertFalse(all.isEmpty());
    }
}
