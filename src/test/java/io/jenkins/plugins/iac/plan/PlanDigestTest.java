package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

public class PlanDigestTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/plan-digest-1.jsonl");

    private static PlanDigest complete() throws Exception {
        return PlanDigest.of(Json.parse(
                Json.parse(Files.readAllLines(GOLDEN).get(0)).get("canonical").asText()));
    }

    @Test
    public void digest_goldenVectors_areThoseOfAnotherImplementation() throws Exception {
        for (String line : Files.readAllLines(GOLDEN)) {
            JsonNode golden = Json.parse(line);
            PlanDigest digest = PlanDigest.of(Json.parse(golden.get("canonical").asText()));
            assertEquals(
                    golden.get("canonical").asText(),
                    new String(CanonicalJson.bytes(digest.json()), StandardCharsets.UTF_8));
            assertEquals(golden.get("digest").asText(), digest.digest().toString());
        }
    }

    @Test
    public void json_partsAbsent_everyPartIsThereAsNull() {
        ObjectNode json = PlanDigest.builder().build().json();
        assertEquals(DigestPart.values().length, json.size());
        assertTrue(json.get("planFile").isNull());
        assertEquals(1, json.get("digestVersion").asInt());
    }

    @Test
    public void compare_sameParts_noMismatch() throws Exception {
        assertEquals(List.of(), PlanDigest.compare(complete(), complete()));
    }

    @Test
    public void compare_eachPartChanged_namesExactlyThatPart() throws Exception {
        for (DigestPart part : DigestPart.values()) {
            if (part == DigestPart.DIGEST_VERSION) {
                continue;
            }
            PlanDigest approved = complete();
            java.util.Map<DigestPart, Object> parts = new java.util.EnumMap<>(approved.parts());
            parts.put(part, part.isInteger() ? (Object) 42L : "other");
            List<PlanDigest.Mismatch> mismatches = PlanDigest.compare(approved, new PlanDigest(parts));
            assertEquals(part.id(), 1, mismatches.size());
            assertEquals(part, mismatches.get(0).part());
        }
    }

    @Test
    public void compare_serialMovedOn_saysBothValues() throws Exception {
        java.util.Map<DigestPart, Object> parts =
                new java.util.EnumMap<>(complete().parts());
        parts.put(DigestPart.STATE_SERIAL, 42L);
        assertEquals(
                "[stateSerial: approved 41, now 42]",
                PlanDigest.compare(complete(), new PlanDigest(parts)).toString());
    }

    @Test
    public void compare_partBecameAbsent_isAMismatch() throws Exception {
        java.util.Map<DigestPart, Object> parts =
                new java.util.EnumMap<>(complete().parts());
        parts.remove(DigestPart.WORKSPACE);
        assertEquals(
                "[workspace: approved default, now nothing]",
                PlanDigest.compare(complete(), new PlanDigest(parts)).toString());
    }

    @Test
    public void of_badDocuments_areRefused() throws Exception {
        String[] bad = {
            "{}",
            "{\"digestVersion\":2}",
            Json.write(complete().json()).replace("\"stateSerial\":41", "\"stateSerial\":\"41\""),
            Json.write(complete().json()).replace("\"stateSerial\":41", "\"stateSerial\":4.5"),
            Json.write(complete().json()).replace("\"digestVersion\":1", "\"digestVersion\":2"),
            Json.write(complete().json()).replace("\"workspace\"", "\"workspaces\""),
            Json.write(complete().json()).replace("{", "{\"extra\":null,"),
        };
        for (String document : bad) {
            assertThrows(document, IacException.class, () -> PlanDigest.of(Json.parse(document)));
        }
    }

    @Test
    public void put_serialPastWhatJsonCarries_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> PlanDigest.builder()
                .put(DigestPart.STATE_SERIAL, 1L << 53)
                .build());
        assertThrows(
                IllegalArgumentException.class,
                () -> PlanDigest.builder().put(DigestPart.STATE_SERIAL, "41").build());
    }
}
