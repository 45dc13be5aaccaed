package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness.Owner;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockClaim;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.StackId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A crash in every state of the lifecycle: the journal is closed there, opened by the next process, and looked at. */
public class RecoveryTest {
    private static final StackId STACK = RunHome.STACK;
    /** What stays as it is; whatever is in neither list must end as canceled. */
    private static final Map<RunState, RunState> EXPECTED = new EnumMap<>(Map.of(
            RunState.AWAITING_APPROVAL, RunState.AWAITING_APPROVAL,
            RunState.APPROVED, RunState.APPROVED,
            RunState.APPLY_QUEUED, RunState.APPLY_QUEUED,
            RunState.APPLY_ASSIGNED, RunState.APPLY_QUEUED,
            RunState.APPLYING, RunState.APPLY_UNKNOWN,
            RunState.APPLIED, RunState.VERIFICATION_FAILED,
            RunState.VERIFYING, RunState.VERIFICATION_FAILED));

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final InstantSource clock = () -> Instant.parse("2026-11-21T12:00:00Z");
    private RunHome at;
    private RunServices services;

    @Before
    public void open() throws Exception {
        at = new RunHome(temporary.getRoot().toPath(), clock);
        services = at.services();
    }

    @After
    public void close() {
        at.close();
    }

    /** The next process opens what the one before left. */
    private List<Run> crashAndRecover(Owner owner) throws Exception {
        List<Run> changed = at.crashAndRecover(owner);
        services = at.services();
        return changed;
    }

    private Run runAt(RunState state) throws IOException {
        return at.runAt(state);
    }

    @Test
    public void recover_deadRunInEveryLiveState_endsWhereTheTableSays() throws Exception {
        List<RunState> live =
                Arrays.stream(RunState.values()).filter(Lifecycle::isLive).toList();
        for (RunState state : live) {
            temporary.delete();
            temporary.create();
            at.close();
            open();
            Run before = runAt(state);
            RunState expected = EXPECTED.getOrDefault(state, RunState.CANCELED);
            crashAndRecover(Owner.DEAD);
            Run after = services.book().get(before.id());
            boolean waits = Lifecycle.isLive(expected);
            assertEquals(state + "", waits ? expected : RunState.SEALED, after.state());
            assertEquals(state + "", waits ? null : expected, after.end());
            assertEquals(
                    state + " keeps its plan",
                    waits,
                    Files.exists(services.plans().file(after.id())));
            Optional<Lock> lock = services.locks().table().lock(LockScope.stack(STACK));
            assertEquals(state + " freezes", Lifecycle.freezes(expected), lock.isPresent());
            assertTrue(lock.map(Lock::isFrozen).orElse(true));
            if (!waits) {
                assertTrue(after.fact("problem").path("found").asText().contains(state.id()));
                Path evidence = services.artifacts(after.id()).resolve(Sealer.EVIDENCE);
                Dsse envelope = Dsse.ofJson(Json.parse(Files.readString(evidence)));
                assertTrue(envelope.verify(services.keys().publicKeys()));
                JsonNode predicate = Json.mapper().readTree(envelope.payload()).path("predicate");
                assertEquals(expected.id(), predicate.path("outcome").asText());
                assertEquals(1, predicate.path("incidents").size());
            }
        }
    }

    @Test
    public void queued_runThatIsSealed_saysHowItEnded() throws Exception {
        Run sealed = services.book().step(runAt(RunState.DISCARDED), RunState.SEALED);
        IacException e = assertThrows(IacException.class, () -> new ApplySteps(services).queued(sealed));
        assertTrue(e.getMessage(), e.getMessage().contains("a run that is discarded"));
    }

    @Test
    public void queued_runThatIsOver_isRefusedAndRecordedAndNothingElse() throws Exception {
        for (RunState state : List.of(RunState.APPLYING, RunState.APPLY_ASSIGNED, RunState.DISCARDED)) {
            temporary.delete();
            temporary.create();
            at.close();
            open();
            Run run = runAt(state);
            long before = at.journal().records().count();
            IacException e = assertThrows(IacException.class, () -> new ApplySteps(services)
                    .queued(services.book().get(run.id())));
            assertEquals(IacException.Kind.REFUSED, e.kind());
            assertTrue(e.getMessage(), e.getMessage().contains("a run that is " + state.id()));
            assertEquals(
                    "the attempt, and nobody else was asked",
                    before + 1,
                    at.journal().records().count());
            assertEquals(state, services.book().get(run.id()).state());
        }
    }

    @Test
    public void failed_lockThatIsGoneAlready_endsWithItsOwnReason() throws Exception {
        Run run = runAt(RunState.LOCKED);
        services.locks()
                .release(
                        LockScope.stack(STACK),
                        run.id(),
                        run.fact("lock").path("token").asLong());
        Run ended = new RunEnds(services)
                .failed(run, new Problem("applying", "prod/web", "a disk that is full", "space", "free some"));
        assertEquals(RunState.FAILED, ended.state());
        assertEquals("a disk that is full", ended.fact("problem").path("found").asText());
    }

    @Test
    public void recover_lockedRun_evidenceSaysWhenItsLockWasGivenBack() throws Exception {
        Run before = runAt(RunState.LOCKED);
        crashAndRecover(Owner.DEAD);
        Path evidence = services.artifacts(before.id()).resolve(Sealer.EVIDENCE);
        JsonNode lock = Json.mapper()
                .readTree(Dsse.ofJson(Json.parse(Files.readString(evidence))).payload())
                .path("predicate")
                .path("locks")
                .get(0);
        assertEquals("2026-11-21T12:00:00Z", lock.path("released").asText());
    }

    @Test
    public void refusal_recordThatIsNotKept_planIsThereStill() throws Exception {
        Run run = runAt(RunState.LOCKED);
        JsonNode mismatch = Json.parse("{\"mismatches\":[{\"part\":\"planFile\"}],\"measured\":{}}");
        at.dieBeforeTheNextRecord();
        assertThrows(IacException.class, () -> new DoorDigest(services).measuredOtherwise(run, mismatch));
        assertThrows(IacException.class, () -> new ApplySteps(services)
                .applied(run, Json.parse("{\"started\":true,\"outcome\":\"applied\"}")));
        assertTrue(Files.exists(services.plans().file(run.id())));
    }

    @Test
    public void refusal_recorded_planIsForgotten() throws Exception {
        Run run = runAt(RunState.LOCKED);
        JsonNode mismatch = Json.parse("{\"mismatches\":[{\"part\":\"planFile\"}],\"measured\":{}}");
        new DoorDigest(services).measuredOtherwise(run, mismatch);
        assertEquals(RunState.REFUSED, services.book().get(run.id()).state());
        assertFalse(Files.exists(services.plans().file(run.id())));
    }

    @Test
    public void recover_again_changesNothing() throws Exception {
        runAt(RunState.APPLYING);
        assertEquals(1, crashAndRecover(Owner.DEAD).size());
        assertEquals(List.of(), crashAndRecover(Owner.DEAD));
        assertTrue(services.locks().table().lock(LockScope.stack(STACK)).isPresent());
    }

    @Test
    public void recover_aliveOrUnknown_isLeftAlone() throws Exception {
        for (Owner owner : new Owner[] {Owner.ALIVE, Owner.UNKNOWN}) {
            Run run = runAt(RunState.PLANNING);
            assertEquals(List.of(), crashAndRecover(owner));
            assertEquals(RunState.PLANNING, services.book().get(run.id()).state());
        }
    }

    @Test
    public void recover_diedBeforeTheLockWasNoted_releasesIt() throws Exception {
        Run run = runAt(RunState.APPLY_ASSIGNED);
        services.locks()
                .acquire(
                        new LockClaim(run.id(), STACK, "prod", clock.instant(), List.of(), List.of()),
                        "apply by alice");
        crashAndRecover(Owner.DEAD);
        assertEquals(RunState.APPLY_QUEUED, services.book().get(run.id()).state());
        assertFalse(services.locks().table().lock(LockScope.stack(STACK)).isPresent());
    }

    @Test
    public void recover_endedButNeitherFrozenNorSealed_isBoth() throws Exception {
        Run run = runAt(RunState.APPLYING);
        services.book().step(run, RunState.APPLY_FAILED);
        crashAndRecover(Owner.DEAD);
        assertEquals(RunState.APPLY_FAILED, services.book().get(run.id()).end());
        assertEquals(RunState.SEALED, services.book().get(run.id()).state());
        assertTrue(services.locks()
                .table()
                .lock(LockScope.stack(STACK))
                .orElseThrow()
                .isFrozen());
    }
}
