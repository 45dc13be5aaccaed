package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;

public class PlanJsonHashTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/plan-json");

    private static String golden() throws Exception {
        return Files.readString(GOLDEN.resolve("everything.json"));
    }

    private static Sha256 hash(String json) {
        return PlanTexts.read(json).planJson();
    }

    private static Sha256 changed(String from, String to) throws Exception {
        assertTrue("the fixture has " + from, golden().contains(from));
        return hash(golden().replace(from, to));
    }

    @Test
    public void planJson_goldenVectors_areThoseOfAnotherImplementation() throws Exception {
        for (String line : Files.readAllLines(GOLDEN.resolve("SHA256"))) {
            String[] golden = line.split("  ");
            assertEquals(
                    golden[1],
                    golden[0],
                    hash(Files.readString(GOLDEN.resolve(golden[1]))).toString());
        }
    }

    @Test
    public void planJson_orderOfMembersAndSpacing_doNotMatter() throws Exception {
        // The test's own writer would turn 1e0 into 1.
        String plan = golden().replace("1e0", "1");
        String shuffled = Json.write(Shuffle.members(Json.parse(plan)));
        assertNotEquals(plan, shuffled);
        assertEquals(hash(plan), hash(shuffled));
    }

    @Test
    public void planJson_escapesOfTheSameText_doNotMatter() throws Exception {
        assertEquals(hash(golden()), changed("plain", "pl\\u0061in"));
        assertEquals(hash(golden()), changed("\"x_db.a\"", "\"x\\u005fdb.a\""));
    }

    @Test
    public void planJson_timestamp_doesNotMatter() throws Exception {
        assertEquals(hash(golden()), changed("2026-01-02", "2027-11-12"));
        assertEquals(hash(golden()), changed("  \"timestamp\": \"2026-01-02T03:04:05Z\",\n", ""));
    }

    @Test
    public void planJson_orderOfRelevantAttributes_doesNotMatter() throws Exception {
        String one = "{\"resource\": \"x_db.a\", \"attribute\": [\"id\"]}";
        String two = "{\"resource\": \"a_first.b\", \"attribute\": [\"arn\"]}";
        assertEquals(hash(golden()), changed(one + ", " + two, two + ", " + one));
        assertNotEquals(hash(golden()), changed(one + ", " + two, one));
    }

    @Test
    public void planJson_sensitiveValues_doNotMatter() throws Exception {
        String[] secrets = {
            "correct horse battery",
            "old old old",
            "new new new",
            "p4ssw0rd\"",
            "t0ken-t0ken",
            "m0dule-key",
            "db://const",
            "db://older",
            "thing"
        };
        for (String secret : secrets) {
            assertEquals(secret, hash(golden()), changed(secret, secret.endsWith("\"") ? "other\"" : "other"));
        }
    }

    @Test
    public void planJson_everythingElse_matters() throws Exception {
        String[][] changes = {
            {"1.50}, \"token\"", "1.5}, \"token\""},
            {"10000000000000000000001", "10000000000000000000002"},
            {"\"size\": 1e0", "\"size\": 1.0"},
            {"\"plain\"", "\"plan\""},
            {"\"delete\", \"create\"", "\"create\", \"delete\""},
            {"\"id\": \"one\"", "\"id\": \"two\""},
            {"\"sensitive_values\": {\"password\": true}", "\"sensitive_values\": {\"password\": false}"},
            {"\"keys\": []", "\"keys\": {}"},
            {"\"complete\": true", "\"complete\": null"},
            {"\"complete\": true", "\"complete\": \"true\""},
            {"\"before\": {\"keys\": []}, ", ""},
            {"long long long", "long long  long"},
            {"x_all.s", "x_all.t"},
        };
        for (String[] change : changes) {
            assertNotEquals(change[0], hash(golden()), changed(change[0], change[1]));
        }
    }

    @Test
    public void planJson_textsThatLookAlike_differ() {
        String[] values = {
            "1", "\"1\"", "[1]", "[[1]]", "{\"1\":1}", "null", "\"null\"", "true", "[]", "{}", "\"\"", "[\"\"]"
        };
        for (String a : values) {
            for (String b : values) {
                String plan = "{\"planned_values\":{},\"x\":%s}";
                assertEquals(a + " " + b, a.equals(b), hash(plan.formatted(a)).equals(hash(plan.formatted(b))));
            }
        }
    }

    @Test
    public void planJson_longArraysAndObjects_hashLikeShortOnes() {
        StringBuilder changes = new StringBuilder();
        StringBuilder map = new StringBuilder("{");
        for (int i = 9_999; i >= 0; i--) {
            changes.append(changes.isEmpty() ? "" : ",")
                    .append("{\"address\":\"a.b[")
                    .append(i)
                    .append("]\",\"change\":{\"actions\":[\"no-op\"]}}");
            map.append("\"k").append(i).append("\":").append(i).append(i == 0 ? "}" : ",");
        }
        String plan = "{\"resource_changes\":[" + changes + "],\"x\":{\"y\":" + map + "}}";
        // Computed by the independent implementation that made the golden files.
        assertEquals(
                "sha256:05470959523d39884e63506c7e4e66dacfa131b3234e7127813e23191dc71bc6",
                hash(plan).toString());
    }

    @Test
    public void read_nameTwiceInThePlansOwnStructure_isRefused() {
        String[] bad = {
            "{\"planned_values\":{},\"planned_values\":{}}",
            "{\"planned_values\":{},\"variables\":{},\"variables\":{}}",
            "{\"planned_values\":{},\"variables\":{\"a\":{\"value\":1},\"a\":{\"value\":2}}}",
            PlanTexts.withChanges(
                    "{\"address\":\"a\",\"change\":{\"actions\":[\"create\"],\"after\":{\"p\":1},\"after\":{\"p\":2},\"after_sensitive\":{\"p\":true}}}"),
            PlanTexts.withChanges(
                    "{\"address\":\"a\",\"change\":{\"actions\":[\"no-op\"]},\"change\":{\"actions\":[\"delete\"]}}"),
            PlanTexts.withChanges(
                    "{\"address\":\"a\",\"change\":{\"actions\":[\"create\"],\"\\u0061ctions\":[\"delete\"]}}"),
            PlanTexts.withChanges(
                    "{\"address\":\"a\",\"change\":{\"actions\":[\"create\"],\"after\":{\"p\":1},\"after_sensitive\":{\"p\":false,\"p\":true}}}"),
        };
        for (String plan : bad) {
            IacException e = assertThrows(plan, IacException.class, () -> PlanTexts.read(plan));
            assertTrue(e.getMessage(), e.getMessage().contains("twice"));
            assertTrue(
                    "in which file, and where: " + e.problem().where(),
                    e.problem().where().matches("\\w+(?:, before byte \\d+: .*|.*byte \\d+.*)"));
        }
    }

    @Test
    public void read_formatVersions_newerMinorIsReadAndNewerMajorRefused() {
        for (String version : new String[] {"0.1", "1.0", "1.2", "1.99"}) {
            assertEquals(
                    version,
                    PlanTexts.read("{\"format_version\":\"" + version + "\",\"resource_changes\":[]}")
                            .formatVersion());
        }
        for (String version : new String[] {"\"2.0\"", "\"10.1\"", "\"\"", "1.2", "null", "\"1\"", "{}", "\"1.x\""}) {
            IacException e = assertThrows(
                    version,
                    IacException.class,
                    () -> PlanTexts.read("{\"format_version\":" + version + ",\"resource_changes\":[]}"));
            assertTrue(e.getMessage(), e.getMessage().contains("0 or 1 before the dot"));
        }
    }
}
