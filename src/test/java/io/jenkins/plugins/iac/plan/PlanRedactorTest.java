package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PlanRedactorTest {
    private static final Path PLANS = Path.of(System.getProperty("iac.shared", "../shared"), "plans");
    private static final Path EVERYTHING = Path.of("src/test/resources/golden/plan-json/everything.json");
    /** Takes a name that stands twice, as one real file has it. */
    private static final ObjectMapper LENIENT = new ObjectMapper();

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static Hmac key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return new Hmac(key);
    }

    private static String redact(Path plan, int key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PlanRedactor(new PlanJsonReader(PlanLimits.SUMMARY, RiskJudge.NONE), key(key)).redact(plan, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private String redact(String plan) throws Exception {
        Path file = folder.getRoot().toPath().resolve("plan.json");
        Files.writeString(file, plan);
        return redact(file, 1);
    }

    @Test
    public void redact_realPlans_noSecretStandsAndTheStructureStays() throws Exception {
        Path truth = PLANS.resolve("expected.jsonl");
        assumeTrue("no real plans at " + PLANS + " (set -Diac.shared)", Files.exists(truth));
        int secrets = 0;
        for (String line : Files.readAllLines(truth)) {
            JsonNode expected = Json.parse(line);
            Path file = PLANS.resolve(expected.get("file").asText());
            String redacted = redact(file, 1);
            for (JsonNode secret : expected.get("secrets")) {
                assertFalse(file + " " + secret, redacted.contains(secret.asText()));
                secrets++;
            }
            sameStructure(file.toString(), LENIENT.readTree(Files.readString(file)), LENIENT.readTree(redacted));
        }
        assertTrue("secrets looked for", secrets > 0);
    }

    /** Everything is where it was; only values that became texts may differ. */
    private static void sameStructure(String path, JsonNode before, JsonNode after) {
        if (after.isTextual() && after.asText().contains(Redaction.PREFIX)) {
            return;
        }
        assertEquals(path, before.getNodeType(), after.getNodeType());
        assertEquals(path, before.size(), after.size());
        if (before.isObject()) {
            for (Iterator<String> names = before.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                assertTrue(path + "." + name, after.has(name));
                sameStructure(path + "." + name, before.get(name), after.get(name));
            }
        } else if (before.isArray()) {
            for (int i = 0; i < before.size(); i++) {
                sameStructure(path + "[" + i + "]", before.get(i), after.get(i));
            }
        } else {
            assertEquals(path, before, after);
        }
    }

    @Test
    public void redact_marksInEveryPlace_noneIsMissed() throws Exception {
        String redacted = redact(EVERYTHING, 1);
        for (String secret : new String[] {
            "correct horse battery",
            "old old old",
            "new new new",
            "p4ssw0rd",
            "t0ken-t0ken",
            "m0dule-key",
            "db://const",
            "db://older",
            "thing"
        }) {
            assertFalse(secret, redacted.contains(secret));
        }
        JsonNode plan = Json.parse(redacted);
        assertEquals(
                "\"plain\"",
                plan.at("/configuration/root_module/module_calls/m/expressions/name/constant_value")
                        .toString());
        assertTrue(plan.at("/resource_changes/0/change/after/password").isNull());
        assertEquals("1.50", plan.at("/variables/size/value").asText());
    }

    @Test
    public void redact_changedAndUnchangedSecrets_canBeToldApart() throws Exception {
        JsonNode plan = Json.parse(redact(EVERYTHING, 1));
        JsonNode drift = plan.at("/resource_drift/0/change");
        assertNotEquals(drift.at("/before/password"), drift.at("/after/password"));
        assertEquals(
                plan.at("/variables/password/value"), plan.at("/configuration/root_module/variables/password/default"));
    }

    @Test
    public void redact_anotherKey_otherMarkers() {
        assertEquals(redact(EVERYTHING, 1), redact(EVERYTHING, 1));
        assertNotEquals(redact(EVERYTHING, 1), redact(EVERYTHING, 2));
    }

    @Test
    public void redact_redactedAgain_changesNothingMore() throws Exception {
        String once = redact(EVERYTHING, 1);
        assertFalse(redact(once).contains("correct horse"));
    }

    private static String create(String after, String sensitive) {
        return PlanTexts.withChanges(
                "{\"address\":\"a.b\",\"type\":\"a\",\"change\":{\"actions\":[\"create\"],\"before\":null,\"after\":"
                        + after + ",\"after_sensitive\":" + sensitive + "}}");
    }

    @Test
    public void redact_marksThatCannotBeUnderstood_hide() throws Exception {
        String[][] cases = {
            // value, marks, secret
            {"{\"p\":\"hunter2!\"}", "true", "hunter2!"},
            {"{\"p\":\"hunter2!\"}", "{\"p\":true}", "hunter2!"},
            {"{\"p\":\"hunter2!\"}", "{\"p\":\"yes\"}", "hunter2!"},
            {"{\"p\":\"hunter2!\"}", "{\"p\":1}", "hunter2!"},
            {"{\"p\":\"hunter2!\"}", "{\"p\":{\"x\":true}}", "hunter2!"},
            {"{\"p\":[\"hunter2!\"]}", "{\"p\":{\"x\":true}}", "hunter2!"},
            {"{\"p\":{\"q\":\"hunter2!\"}}", "{\"p\":[true]}", "hunter2!"},
            {"{\"p\":[1,\"hunter2!\"]}", "{\"p\":[false,true]}", "hunter2!"},
            {"{\"p\":{\"q\":[{\"r\":\"hunter2!\"}]}}", "{\"p\":{\"q\":[{\"r\":true}]}}", "hunter2!"},
            {"{\"p\":12345678}", "{\"p\":true}", "12345678"},
            {"{\"p\":{\"only-a-key\":1}}", "{\"p\":true}", "only-a-key"},
            {"{\"p\":\"abc\"}", "{\"p\":true}", "abc"},
            {"{\"a\\u002fb\":\"hunter2!\"}", "{\"a/b\":true}", "hunter2!"},
        };
        for (String[] one : cases) {
            assertFalse(String.join(" ", one), redact(create(one[0], one[1])).contains(one[2]));
        }
    }

    @Test
    public void redact_wideMarks_areFoundInAnyOrder() throws Exception {
        StringBuilder values = new StringBuilder("{");
        StringBuilder marks = new StringBuilder("{");
        for (int i = 0; i < 200; i++) {
            values.append(i == 0 ? "" : ",")
                    .append("\"k")
                    .append(i)
                    .append("\":\"secret-")
                    .append(i)
                    .append("!\"");
            marks.append(i == 0 ? "" : ",").append("\"k").append(199 - i).append("\":true");
        }
        String redacted = redact(create(values + "}", marks + "}"));
        for (int i = 0; i < 200; i++) {
            assertFalse(redacted.contains("secret-" + i + "!"));
        }
    }

    @Test
    public void redact_copiesOfASecretInTheOpen_areReplacedWhereverTheyStand() throws Exception {
        String secret = "Xk9\\\"<\\n+z%/7";
        String plan = "{\"planned_values\":{\"outputs\":{\"o\":{\"sensitive\":false,\"value\":\"a " + secret
                + " b\"}}},"
                + "\"checks\":[{\"address\":{\"to_display\":\"check.c\"},\"status\":\"fail\",\"instances\":[{\"problems\":[{\"message\":\"got Xk9\\u0022\\u003c\\u000a+z%\\/7\"}]}]}],"
                + "\"resource_changes\":[{\"address\":\"a.b\",\"change\":{\"actions\":[\"create\"],\"after\":{"
                + "\"json\":\"{\\\"p\\\":\\\"Xk9\\\\\\\"\\\\u003c\\\\n+z%/7\\\"}\",\"url\":\"db://u:Xk9%22%3C%0A%2Bz%25%2F7@h\","
                + "\"tags\":{\"" + secret + "\":1},\"p\":\"" + secret + "\"},\"after_sensitive\":{\"p\":true}}}]}";
        JsonNode redacted = Json.parse(redact(plan));
        for (String pointer : new String[] {
            "/planned_values/outputs/o/value",
            "/checks/0/instances/0/problems/0/message",
            "/resource_changes/0/change/after/json",
            "/resource_changes/0/change/after/url",
            "/resource_changes/0/change/after/p"
        }) {
            String text = redacted.at(pointer).asText();
            assertTrue(pointer + " " + text, text.contains(Redaction.PREFIX));
            assertFalse(pointer + " " + text, text.contains("Xk9"));
        }
        assertTrue(redacted.at("/planned_values/outputs/o/value").asText().startsWith("a redacted"));
        assertFalse(redacted.toString().contains("Xk9"));
    }

    @Test
    public void redact_copiesOfNumbersAndKeys_areReplacedWhereverTheyStand() throws Exception {
        JsonNode after = Json.parse(redact(create(
                        "{\"pin\":867530912345,\"bare\":867530912345,\"other\":867530912346,\"few\":12345,\"url\":\"u:867530912345@h\","
                                + "\"secrets\":{\"Key-4711\":{\"password\":1}},\"list\":[\"Key-4711\",\"the password\"],\"five\":12345}",
                        "{\"pin\":true,\"secrets\":true,\"five\":true}")))
                .at("/resource_changes/0/change/after");
        assertEquals(after.get("pin"), after.get("bare"));
        assertTrue(after.get("bare").asText().startsWith(Redaction.PREFIX));
        assertEquals("867530912346", after.get("other").toString());
        assertFalse(after.get("url").asText().contains("867530912345"));
        assertTrue(after.at("/list/0").asText().startsWith(Redaction.PREFIX));
        assertEquals(
                "a plain word may be the member of any object",
                "the password",
                after.at("/list/1").asText());
        assertEquals("too short to be looked for", "12345", after.get("few").toString());
    }

    @Test
    public void redact_secretsKnownFromElsewhere_areReplacedToo() throws Exception {
        Path file = folder.getRoot().toPath().resolve("known.json");
        Files.writeString(file, create("{\"open\":\"from a local: swordfish\"}", "{}"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PlanRedactor(new PlanJsonReader(PlanLimits.SUMMARY, RiskJudge.NONE), key(1))
                .redact(file, out, SecretMasker.of(List.of("swordfish")));
        assertFalse(out.toString(StandardCharsets.UTF_8).contains("swordfish"));
    }

    @Test
    public void redact_aPlainWordAsSecret_leavesNamesAndActionsAlone() throws Exception {
        String plan = PlanTexts.withChanges(
                "{\"address\":\"aws_instance.create\",\"type\":\"aws_instance\",\"change\":{\"actions\":[\"create\"],\"after\":{\"create\":\"x\",\"p\":\"create\",\"q\":\"re-create it\"},\"after_sensitive\":{\"p\":true}}}");
        JsonNode change = Json.parse(redact(plan)).at("/resource_changes/0");
        assertEquals("aws_instance.create", change.get("address").asText());
        assertEquals("create", change.at("/change/actions/0").asText());
        assertEquals("x", change.at("/change/after/create").asText());
        assertTrue(change.at("/change/after/p").asText().startsWith(Redaction.PREFIX));
        assertFalse(change.at("/change/after/q").asText().contains("create"));
    }

    @Test
    public void redact_notAPlan_nothingIsWritten() throws Exception {
        Path file = folder.getRoot().toPath().resolve("bad.json");
        Files.writeString(file, Files.readString(EVERYTHING).replace("\"errored\": false", "\"errored\": fals"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PlanRedactor redactor = new PlanRedactor(new PlanJsonReader(PlanLimits.SUMMARY, RiskJudge.NONE), key(1));
        assertThrows(IacException.class, () -> redactor.redact(file, out));
        assertEquals(0, out.size());
    }

    @Test
    public void read_attributesForReview_holdNoSecretEvenWhereItStandsInTheOpen() throws Exception {
        String open = "x".repeat(230) + "hunter2-hunter2-hunter2";
        String plan = create(
                "{\"p\":\"hunter2-hunter2-hunter2\",\"open\":\"" + open
                        + "\",\"list\":[\"hunter2-hunter2-hunter2\"],\"n\":1}",
                "{\"p\":true}");
        PlanSummary summary = PlanTexts.read(plan);
        String shown = summary.changes().toString();
        assertFalse(shown, shown.contains("hunter2"));
        assertTrue(shown, shown.contains("(sensitive)"));
        assertTrue(shown, shown.contains("path=n, before=, after=1"));
    }
}
