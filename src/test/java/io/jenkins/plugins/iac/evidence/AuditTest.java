package io.jenkins.plugins.iac.evidence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.StackId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class AuditTest {
    private static final StackId DB = new StackId("prod/eu-west-1/payments-db");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private KeyRing keys;
    private Path directory;
    private Audit audit;

    @Before
    public void write() throws IOException {
        keys = Sample.fixedKeys();
        directory = folder.getRoot().toPath().resolve("log");
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            log.appendAll(Sample.envelopes(5, keys.current()));
        }
        audit = new Audit(directory, keys.publicKeys());
    }

    @Test
    public void whoChanged_stackAndTime_answersWithPersonCommitAndApprovers() {
        List<Change> changes = audit.whoChanged(
                DB, Sample.NOON.minusSeconds(58), Sample.NOON.minusSeconds(57).plusMillis(1));
        assertEquals(
                List.of("run-0", "run-1", "run-2", "run-3"),
                changes.stream().map(Change::run).toList());
        assertEquals(
                "2026-03-04T11:59:00Z  apply prod/eu-west-1/payments-db by alice, commit " + "c".repeat(40)
                        + ", approved by bob: verified",
                changes.get(0).text());
        assertEquals(42, changes.get(0).json().path("stateSerialAfter").asInt());
        assertTrue(changes.get(0).json().path("verified").asBoolean());
    }

    @Test
    public void whoChanged_otherStackOrTime_isNobody() {
        assertEquals(List.of(), audit.whoChanged(new StackId("prod/eu-west-1/payments"), null, null));
        assertEquals(List.of(), audit.whoChanged(DB, Sample.NOON.plusSeconds(9), null));
        assertEquals(List.of(), audit.whoChanged(DB, null, Sample.NOON.minusSeconds(60)));
        assertEquals(5, audit.whoChanged(null, null, null).size());
    }

    @Test
    public void show_run_answersEveryQuestionAndProvesIt() {
        RunAnswer answer = audit.show("run-3").orElseThrow();
        assertTrue(answer.isProven());
        assertTrue(answer.appliedIsApproved());
        String text = answer.text();
        for (String expected : List.of(
                "run       run-3, apply of prod/eu-west-1/payments-db",
                "who       alice, push",
                "commit    " + "c".repeat(40) + " of main in git@github.com:northstar/infra-live.git",
                "approval  required 1 of owner; given by bob",
                "runner    pool pool-prod-data",
                "happened  requested > applying > applied > verified",
                "state     serial 41 before, 42 after",
                ", the approved plan",
                "proof     record 3 verifies")) {
            assertTrue(expected + " in\n" + text, text.contains(expected));
        }
        JsonNode proof = answer.json().path("proof");
        List<Sha256> inclusion = proof.path("inclusion")
                .valueStream()
                .map(h -> Sha256.parse(h.asText()))
                .toList();
        Checkpoint checkpoint = Checkpoint.open(proof.path("checkpoint").asText(), keys.publicKeys())
                .checkpoint();
        assertTrue(
                Merkle.verifyInclusion(Sha256.parse(proof.path("leaf").asText()), 3, 5, inclusion, checkpoint.root()));
    }

    @Test
    public void show_unknownRun_isEmpty() {
        assertTrue(audit.show("run-99").isEmpty());
    }

    @Test
    public void show_recordChanged_isShownAndNotProven() throws IOException {
        Path entries = EntryFiles.file(directory, 0);
        String text = Files.readString(entries);
        String line = text.lines().toList().get(2);
        int signature = line.indexOf("\"sig\":\"") + 10;
        String changed = line.substring(0, signature)
                + (line.charAt(signature) == 'A' ? 'B' : 'A')
                + line.substring(signature + 1);
        Files.write(entries, text.replace(line, changed).getBytes(StandardCharsets.UTF_8));
        RunAnswer answer = audit.show("run-2").orElseThrow();
        assertFalse(answer.isProven());
        assertTrue(answer.text(), answer.text().contains("NOT VERIFIED: the signature of key"));
        assertFalse(audit.whoChanged(DB, null, null).get(2).problems().isEmpty());
    }

    /** A review that was changed spoils the answer, and is named; the run's own record is in the log as it was. */
    @Test
    public void show_laterRecordThatDoesNotVerify_isNamedAndTheRunStillHasItsProof() throws IOException {
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            log.append(Sample.altered(keys.current(), predicate -> {
                predicate.put("run", "run-9");
                ((ObjectNode) predicate.path("request").path("document")).put("reviewOf", "run-1");
            }));
        }
        RunAnswer answer = audit.show("run-1").orElseThrow();
        assertFalse(answer.isProven());
        assertEquals(List.of(), answer.change().problems());
        JsonNode proof = answer.json().path("proof");
        assertFalse(proof.path("verified").asBoolean(true));
        assertTrue(proof.toString(), proof.path("problems").path(0).asText().startsWith("record 5: "));
        assertTrue(answer.text(), answer.text().contains("proof     NOT VERIFIED: record 5: "));
        LogProofs.Inclusion inclusion = new LogProofs(directory, keys.publicKeys()).inclusion("run-1");
        assertEquals(
                List.of(),
                ProofCheck.check(inclusion.text().getBytes(StandardCharsets.UTF_8), keys.publicKeys(), null)
                        .problems());
        assertTrue(
                "the others are not touched", audit.show("run-2").orElseThrow().isProven());
    }

    @Test
    public void damage_ofALogThatLostOrChangedRecords_isTold() throws IOException {
        assertTrue(audit.damage().isEmpty());
        Path entries = EntryFiles.file(directory, 0);
        List<String> lines = Files.readAllLines(entries);
        Files.writeString(entries, String.join("\n", lines.subList(0, 3)) + "\n");
        IacException cut = audit.damage().orElseThrow();
        assertEquals(IacException.Kind.NOT_VERIFIED, cut.kind());
        assertEquals("3 records", cut.problem().found());
        assertEquals("the 5 records of its checkpoint", cut.problem().expected());
        assertEquals(
                "what may have been lost is not 'no such run'",
                IacException.Kind.NOT_VERIFIED,
                assertThrows(IacException.class, () -> audit.shown("run-4", "asking"))
                        .kind());
        List<String> swapped = new java.util.ArrayList<>(lines);
        java.util.Collections.swap(swapped, 1, 2);
        Files.writeString(entries, String.join("\n", swapped) + "\n");
        assertEquals(
                "other records than were signed",
                audit.damage().orElseThrow().problem().found());
        Files.delete(directory.resolve("checkpoint"));
        assertEquals(
                "records without a checkpoint",
                audit.damage().orElseThrow().problem().found());
        Files.delete(entries);
        assertTrue("no log", audit.damage().isEmpty());
        assertEquals(
                IacException.Kind.BAD_INPUT,
                assertThrows(IacException.class, () -> audit.shown("run-4", "asking"))
                        .kind());
    }

    @Test
    public void show_checkpointPutBack_isNotProven() throws IOException {
        Path other = folder.getRoot().toPath().resolve("other");
        try (EvidenceLog log = EvidenceLog.open(other, keys)) {
            log.append(Sample.envelope("run-0", Sample.NOON, keys.current()));
        }
        Files.copy(
                other.resolve("checkpoint"),
                directory.resolve("checkpoint"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        RunAnswer answer = audit.show("run-3").orElseThrow();
        assertEquals(List.of("no checkpoint covers the record"), answer.change().problems());
    }
}
