package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.evidence.EvidenceLog;
import io.jenkins.plugins.iac.evidence.VerificationResult;
import io.jenkins.plugins.iac.evidence.Verifier;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness.Owner;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.IacException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Crashes around the one moment in which two files must agree: the record in the log and the step in the journal. */
public class SealerTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final long[] seconds = {0};
    private final InstantSource clock =
            () -> Instant.parse("2026-11-21T12:00:00Z").plusSeconds(seconds[0]++);
    private RunHome at;

    @Before
    public void open() throws Exception {
        at = new RunHome(temporary.getRoot().toPath(), clock);
    }

    @After
    public void close() {
        at.close();
    }

    private long records() {
        try (EvidenceLog log = at.services().log().get()) {
            return log.size();
        }
    }

    private void everythingVerifies() {
        VerificationResult result = Verifier.verify(
                List.of(),
                Optional.of(at.home().resolve("evidence")),
                at.services().keys().publicKeys(),
                Optional.empty());
        assertEquals(List.of(), result.problems());
    }

    private Run ended() throws Exception {
        Run run = at.runAt(RunState.PREPARING);
        return at.services().book().step(run, RunState.FAILED);
    }

    private void crashWhileSealing(Run run) {
        at.whenSealing(RunHome::dieBeforeTheNextRecord);
        assertThrows(IacException.class, () -> new Sealer(at.services()).seal(run));
    }

    @Test
    public void seal_crashBetweenLogAndJournal_oneRecordThatVerifies() throws Exception {
        Run run = ended();
        crashWhileSealing(run);
        assertEquals("the crash must come behind the log, else this shows nothing", 1, records());
        byte[] first = Files.readAllBytes(at.services().artifacts(run.id()).resolve(Sealer.EVIDENCE));
        at.crashAndRecover(Owner.DEAD);
        Run after = at.services().book().get(run.id());
        assertEquals(RunState.SEALED, after.state());
        assertEquals("sealed twice", 1, records());
        assertEquals(0, after.fact("evidence").path("index").asInt(-1));
        assertArrayEquals(
                first, Files.readAllBytes(at.services().artifacts(run.id()).resolve(Sealer.EVIDENCE)));
        everythingVerifies();
    }

    @Test
    public void seal_runThatWasStopped_evidenceSaysByWhomAndWhy() throws Exception {
        for (RunState state : List.of(RunState.PLANNING, RunState.LOCKED, RunState.APPLYING)) {
            Run ended = new RunEnds(at.services()).stopped(at.runAt(state), "carol", "the wrong region");
            new Sealer(at.services()).seal(ended);
            assertTrue(
                    state + ": " + lastRecord().path("incidents"),
                    lastRecord().path("incidents").toString().contains("stopped by carol: the wrong region"));
        }
    }

    @Test
    public void seal_anotherWriterTookOver_nothingIsAddedToTheLog() throws Exception {
        Run run = ended();
        at.dieBeforeTheNextRecord();
        assertThrows(IacException.class, () -> new Sealer(at.services()).seal(run));
        assertEquals(0, records());
        assertFalse(Files.exists(at.services().artifacts(run.id()).resolve(Sealer.EVIDENCE)));
    }

    @Test
    public void seal_clockSetBackBehindTheKey_evidenceVerifies() throws Exception {
        Run run = ended();
        seconds[0] = -2 * 24 * 3600;
        new Sealer(at.services()).seal(run);
        assertEquals(1, records());
        everythingVerifies();
    }

    @Test
    public void seal_crashAgainAndAgain_oneRecord() throws Exception {
        Run run = ended();
        for (int i = 0; i < 3; i++) {
            crashWhileSealing(at.services().book().get(run.id()));
            at.close();
            at = new RunHome(temporary.getRoot().toPath(), clock);
        }
        at.crashAndRecover(Owner.DEAD);
        assertEquals(1, records());
        everythingVerifies();
    }

    @Test
    public void seal_crashBeforeTheLogAndKeyRotatedMeanwhile_newStatementOfTheNewKey() throws Exception {
        Run run = ended();
        Path evidence = at.services().artifacts(run.id()).resolve(Sealer.EVIDENCE);
        // As if the statement had been written and the log not: the key is another when the next process looks.
        crashWhileSealing(run);
        byte[] old = Files.readAllBytes(evidence);
        Files.delete(at.home().resolve("evidence/entries-00000000.jsonl"));
        Files.delete(at.home().resolve("evidence/checkpoint"));
        Files.delete(at.home().resolve("evidence/hashes"));
        at.services().keys().rotate();
        at.crashAndRecover(Owner.DEAD);
        Dsse now = Dsse.ofJson(Json.parse(Files.readString(evidence)));
        assertNotEquals(Dsse.ofJson(Json.mapper().readTree(old)).keyid(), now.keyid());
        assertEquals(1, records());
        everythingVerifies();
    }

    @Test
    public void seal_evidenceOfSomethingElseInItsPlace_isNotTaken() throws Exception {
        Run other = ended();
        Run run = at.services().book().step(at.runAt(RunState.REQUESTED), RunState.REJECTED);
        Run sealed = new Sealer(at.services()).seal(other);
        Path place = at.services().artifacts(run.id()).resolve(Sealer.EVIDENCE);
        Files.createDirectories(place.getParent());
        for (String text : List.of(
                Files.readString(at.services().artifacts(sealed.id()).resolve(Sealer.EVIDENCE)),
                "{\"payload\":\"AAAA\"}",
                "",
                "[]")) {
            Files.writeString(place, text);
            Run after = new Sealer(at.services()).seal(run);
            JsonNode predicate = Json.mapper()
                    .readTree(Dsse.ofJson(Json.parse(Files.readString(place))).payload())
                    .path("predicate");
            assertEquals(text, run.id(), predicate.path("run").asText());
            assertEquals(RunState.SEALED, after.state());
            run = at.services().book().step(at.runAt(RunState.REQUESTED), RunState.REJECTED);
            place = at.services().artifacts(run.id()).resolve(Sealer.EVIDENCE);
            Files.createDirectories(place.getParent());
        }
        everythingVerifies();
    }

    @Test
    public void unlock_clockSetBackBehindTheKey_evidenceVerifiesAndSaysSo() throws Exception {
        at.runAt(RunState.APPLYING);
        at.crashAndRecover(Owner.DEAD);
        seconds[0] = -2 * 24 * 3600;
        unlock();
        assertEquals(2, records());
        byte[] line = Json.write(Json.parse(Files.readAllLines(at.home().resolve("evidence/entries-00000000.jsonl"))
                        .get(1)))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(
                List.of(),
                Verifier.verify("unlock", line, at.services().keys().publicKeys())
                        .problems());
        assertTrue(lastRecord().path("incidents").toString().contains("the clock of the host was wrong"));
    }

    @Test
    public void review_clockSetBackBehindTheKey_evidenceVerifiesAndSaysSo() throws Exception {
        Run run = new Sealer(at.services()).seal(ended());
        seconds[0] = -2 * 24 * 3600;
        new ReviewRecord(at.services()).seal(run, "sam", true, Json.object(), "it was needed");
        assertEquals(2, records());
        everythingVerifies();
        assertTrue(lastRecord().path("incidents").toString().contains("the clock of the host was wrong"));
    }

    private JsonNode lastRecord() throws Exception {
        List<String> lines = Files.readAllLines(at.home().resolve("evidence/entries-00000000.jsonl"));
        return Json.mapper()
                .readTree(Dsse.ofJson(Json.parse(lines.get(lines.size() - 1))).payload())
                .path("predicate");
    }

    @Test
    public void unlock_crashBetweenJournalAndLog_evidenceIsInTheLogAfterwards() throws Exception {
        Run run = at.runAt(RunState.APPLYING);
        at.crashAndRecover(Owner.DEAD);
        assertEquals(1, records());
        at.whenSealing(h -> {
            throw new IllegalStateException("power cut");
        });
        assertThrows(IllegalStateException.class, () -> unlock());
        assertFalse(
                "the lock is broken",
                at.services()
                        .locks()
                        .table()
                        .lock(LockScope.stack(RunHome.STACK))
                        .isPresent());
        at.crashAndRecover(Owner.DEAD);
        assertEquals(2, records());
        at.crashAndRecover(Owner.DEAD);
        assertEquals(2, records());
        assertEquals(RunState.SEALED, at.services().book().get(run.id()).state());
    }

    @Test
    public void unlock_crashBeforeTheJournal_lockStaysAndNothingIsClaimed() throws Exception {
        at.runAt(RunState.APPLYING);
        at.crashAndRecover(Owner.DEAD);
        at.dieBeforeTheNextRecord();
        assertThrows(IacException.class, () -> unlock());
        at.crashAndRecover(Owner.DEAD);
        assertTrue(at.services()
                .locks()
                .table()
                .lock(LockScope.stack(RunHome.STACK))
                .orElseThrow()
                .isFrozen());
        assertEquals(1, records());
    }

    @Test
    public void unlock_anotherLockThanTheOneLookedAt_isRefusedAndStays() throws Exception {
        at.runAt(RunState.APPLYING);
        at.crashAndRecover(Owner.DEAD);
        long records = records();
        IacException refused = assertThrows(IacException.class, () -> unlock(held().token() - 1));
        assertEquals(IacException.Kind.REFUSED, refused.kind());
        assertTrue(refused.getMessage(), refused.getMessage().contains("another run holds it now: " + held().run()));
        assertEquals(records, records());
    }

    @Test
    public void unlock_runThatLostItsTool_evidenceSaysWhetherItMayBeAtWork() throws Exception {
        Instant lostAt = Instant.parse("2026-11-20T10:00:00Z");
        LostTool lost =
                new LostTool("deep", "/agent/process-1", "1", "apply", lostAt, "away", 600, null, null, null, null);
        Object[][] rows = {
            {lost, "may still be at work there; make sure"},
            {lost.stopped(lostAt, null), "it was asked to stop at " + lostAt},
            {lost.stopped(lostAt, lostAt), "it was killed at " + lostAt},
            {lost.ended(lostAt, "applied"), "had ended by " + lostAt + "; it said: applied"},
        };
        for (Object[] row : rows) {
            at.runAt(RunState.APPLYING);
            at.crashAndRecover(Owner.DEAD);
            LostTool tool = (LostTool) row[0];
            tool.note(at.services(), held().run());
            assertEquals(
                    tool, LostTool.of(at.services().book().get(held().run())).orElseThrow());
            String id = unlock(held().token()).id();
            String said = Files.readString(at.services().artifacts(id).resolve(Sealer.EVIDENCE));
            String evidence = new String(
                    Base64.getDecoder().decode(Json.parse(said).path("payload").asText()), StandardCharsets.UTF_8);
            JsonNode predicate = Json.parse(evidence).path("predicate");
            assertTrue(evidence, predicate.path("incidents").toString().contains((String) row[1]));
            assertTrue(
                    evidence,
                    predicate.toString().contains("\"lostTool\":\"the apply that was given up on agent deep"));
        }
    }

    private Lock held() {
        return at.services()
                .locks()
                .table()
                .lock(LockScope.stack(RunHome.STACK))
                .orElseThrow();
    }

    private void unlock() {
        unlock(held().token());
    }

    private Unlocking.Unlocked unlock(long token) {
        return new Unlocking(at.services())
                .unlock(
                        RunHome.STACK,
                        token,
                        "sam",
                        true,
                        Json.object(),
                        RecoveryChoice.RE_PLAN,
                        "state compared",
                        id -> Owner.DEAD);
    }

    @Test
    public void recover_planLeftBehindTheSeal_isForgotten() throws Exception {
        Run run = ended();
        Path plan = at.services().plans().file(run.id());
        byte[] bytes = Files.readAllBytes(plan);
        at.crashAndRecover(Owner.DEAD);
        Files.write(plan, bytes);
        at.crashAndRecover(Owner.DEAD);
        assertFalse(Files.exists(plan));
    }
}
