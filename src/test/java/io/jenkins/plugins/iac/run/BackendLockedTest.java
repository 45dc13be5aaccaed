package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness.Owner;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockClaim;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** An apply that did not get the backend's lock goes back to wait, a bounded number of times, and freezes nothing. */
public class BackendLockedTest {
    private static final String HELD =
            "{\"started\":false,\"kind\":\"REFUSED\",\"problem\":{\"doing\":\"applying\",\"where\":\"w\",\"found\":\"f\","
                    + "\"expected\":\"e\",\"next\":\"n\"},\"lockedOut\":{\"id\":\"1-2\",\"who\":\"bob@laptop\","
                    + "\"operation\":\"OperationTypeApply\",\"since\":\"2026-11-22T08:00:00Z\"}}";

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private Instant now = Instant.parse("2026-11-22T08:14:30Z");
    private RunHome home;

    @Before
    public void open() throws IOException {
        home = new RunHome(temporary.getRoot().toPath(), (InstantSource) () -> now);
    }

    @After
    public void close() {
        home.close();
    }

    private IacException answered(Run run, String answer) {
        return assertThrows(
                answer, IacException.class, () -> new ApplySteps(home.services()).applied(run, Json.parse(answer)));
    }

    private Run get(Run run) {
        return home.services().book().get(run.id());
    }

    /** Through the door once more. */
    private Run again(Run run) {
        RunBook book = home.services().book();
        Run assigned = book.step(get(run), RunState.APPLY_ASSIGNED);
        Lock lock = home.services()
                .locks()
                .acquire(new LockClaim(run.id(), RunHome.STACK, "prod", now, List.of(), List.of()), "apply by alice");
        ObjectNode facts = Json.object();
        facts.putObject("lock").put("token", lock.token());
        return book.step(book.step(assigned, RunState.LOCKED, facts), RunState.APPLYING);
    }

    @Test
    public void applied_lockedOut_waitsAndSaysForWhomAndHowOld() throws Exception {
        Run run = home.runAt(RunState.APPLYING);
        IacException e = answered(run, HELD);
        assertEquals(IacException.Kind.REFUSED, e.kind());
        Condition why = e.conditions().get(0);
        assertEquals("lock.backend", why.rule());
        for (String word : List.of("1-2", "bob@laptop", "2026-11-22T08:00:00Z", "14 min", "try 1 of 10")) {
            assertTrue(why.found(), why.found().contains(word));
        }
        Run waits = get(run);
        assertEquals(RunState.APPLY_QUEUED, waits.state());
        assertTrue(home.services().locks().table().locks().isEmpty());
        assertTrue(home.services().plans().kept().contains(run.id()));
        assertTrue(waits.meaning(), waits.meaning().contains("bob@laptop"));
        assertEquals("lock.backend", BackendLocked.held(waits, now).rule());
        assertNull("after a while it may try", BackendLocked.held(waits, now.plus(BackendLocked.PAUSE)));
        Run cancelled = home.services().book().step(waits, RunState.CANCELED);
        assertFalse("another end is told as that", cancelled.meaning().contains("bob@laptop"));
        assertNull(cancelled.applyingSince());
    }

    /** A crash between the record and the lock, under a build that lives on and asks again. */
    @Test
    public void applied_again_givesTheLockBackAndSaysTheSame() throws Exception {
        Run run = home.runAt(RunState.APPLYING);
        BackendLocked.back(run, Json.parse(HELD), home.services());
        assertFalse(home.services().locks().table().locks().isEmpty());
        IacException e = assertThrows(IacException.class, () -> new ApplySteps(home.services())
                .lost(get(run), Json.read(Json.parse(HELD).path("problem"), Problem.class)));
        assertEquals("lock.backend", e.conditions().get(0).rule());
        assertTrue(home.services().locks().table().locks().isEmpty());
        assertEquals(RunState.APPLY_QUEUED, get(run).state());
    }

    /** An agent that says that nothing was started is not believed against what is known otherwise. */
    @Test
    public void applied_answerContradictsItself_isUnknownAndFrozen() throws Exception {
        String[] contradictions = {
            HELD.replaceFirst("\\{", "{\"outcome\":\"applied\","),
            HELD.replaceFirst("\\{", "{\"outcome\":\"apply_failed\","),
            HELD.replaceFirst("\\{", "{\"backendLockId\":\"7-7\","),
            HELD
        };
        for (int i = 0; i < contradictions.length; i++) {
            close();
            home = new RunHome(temporary.newFolder().toPath(), (InstantSource) () -> now);
            Run run = home.runAt(RunState.APPLYING);
            ApplySteps steps = new ApplySteps(home.services());
            if (i == 3) {
                steps.backendLock(run.id(), "7-7");
            }
            Run end = steps.applied(get(run), Json.parse(contradictions[i]));
            assertEquals(contradictions[i], RunState.APPLY_UNKNOWN, end.end() == null ? end.state() : end.end());
            assertTrue(home.services().locks().table().locksOf(run.id()).get(0).isFrozen());
        }
    }

    @Test
    public void held_clockWasAhead_holdsNobodyUntilThen() throws Exception {
        Run run = home.runAt(RunState.APPLYING);
        answered(run, HELD);
        assertNull(BackendLocked.held(get(run), now.minusSeconds(2 * 86_400)));
    }

    @Test
    public void applied_lockedOutTooOften_isRefusedAndNothingIsFrozen() throws Exception {
        Run run = home.runAt(RunState.APPLYING);
        for (int i = 1; i < BackendLocked.MOST; i++) {
            answered(run, HELD);
            assertEquals("try " + i, RunState.APPLY_QUEUED, get(run).state());
            now = now.plusSeconds(300);
            run = again(run);
        }
        IacException last = answered(run, HELD);
        assertTrue(last.problem().next(), last.problem().next().contains("force-unlock"));
        Run end = new Sealer(home.services()).seal(get(run));
        assertEquals(RunState.REFUSED, end.end());
        assertTrue(end.next(), end.next().contains("plan again"));
        assertTrue(home.services().locks().table().locks().isEmpty());
        assertFalse(home.services().plans().kept().contains(run.id()));
        assertEquals(10, end.fact(BackendLocked.FACT).path("tries").size());
    }

    /** What the worker answers, against how the run stands then; only what proves that nothing began takes it back. */
    @Test
    public void applied_anyOtherAnswer_neverGoesBackToWait() throws Exception {
        String holder = "\"lockedOut\":{\"id\":\"1-2\"}";
        Map<String, RunState> table = Map.of(
                "{\"started\":true,\"outcome\":\"apply_failed\"," + holder + "}",
                RunState.APPLY_FAILED,
                "{\"started\":true,\"outcome\":\"apply_unknown\"," + holder + "}",
                RunState.APPLY_UNKNOWN,
                "{\"started\":true,\"outcome\":\"never heard of\"," + holder + "}",
                RunState.APPLY_UNKNOWN,
                "{\"started\":\"perhaps\"," + holder + "}",
                RunState.APPLY_UNKNOWN,
                "{" + holder + "}",
                RunState.APPLY_UNKNOWN,
                "{}",
                RunState.APPLY_UNKNOWN);
        for (var row : table.entrySet()) {
            try (RunHome one = new RunHome(temporary.newFolder().toPath(), () -> now)) {
                Run run = one.runAt(RunState.APPLYING);
                Run end = new ApplySteps(one.services()).applied(run, Json.parse(row.getKey()));
                assertEquals(row.getKey(), row.getValue(), end.state());
                assertEquals(1, one.services().locks().table().locks().size());
            }
        }
    }

    @Test
    public void recover_diedBehindTheRecord_givesTheLockBackAndTheRunWaits() throws Exception {
        Run run = home.runAt(RunState.APPLYING);
        BackendLocked.back(run, Json.parse(HELD), home.services());
        assertEquals(1, home.services().locks().table().locks().size());
        home.crashAndRecover(Owner.DEAD);
        assertEquals(RunState.APPLY_QUEUED, get(run).state());
        assertTrue(home.services().locks().table().locks().isEmpty());
        assertTrue(home.services().plans().kept().contains(run.id()));
    }
}
