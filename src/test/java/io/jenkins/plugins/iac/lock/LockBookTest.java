package io.jenkins.plugins.iac.lock;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.journal.JournalRecord;
import io.jenkins.plugins.iac.lock.Liveness.Owner;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Freeze;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.IacException.Kind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Upstream;
import io.jenkins.plugins.iac.model.Window;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LockBookTest {
    private static final Instant WEDNESDAY_NOON = Instant.parse("2026-03-04T12:00:00Z");
    private static final StackId DB = new StackId("prod/db");
    private static final StackId WEB = new StackId("prod/web");
    private static final LockScope SCOPE = LockScope.stack(DB);
    private static final LockScope PROD = LockScope.environment("prod");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Journal journal;
    private LockBook book;

    @Before
    public void open() {
        journal = Journal.open(directory(), () -> WEDNESDAY_NOON);
        book = new LockBook(journal);
    }

    @After
    public void close() {
        journal.close();
    }

    private Path directory() {
        return folder.getRoot().toPath().resolve("journal");
    }

    private static LockClaim claim(String run) {
        return new LockClaim(run, DB, "prod", WEDNESDAY_NOON, List.of(), List.of());
    }

    private String refusal(LockClaim claim) {
        return claim.check(book.table()).stream()
                .filter(c -> !c.passed())
                .map(c -> c.rule() + ": " + c.found())
                .toList()
                .toString();
    }

    @Test
    public void acquire_free_isHeldAndInTheJournal() {
        Lock lock = book.acquire(claim("run-1"), "apply");
        assertEquals("run-1", book.table().lock(SCOPE).orElseThrow().run());
        JournalRecord record = journal.read("run-1").get(0);
        assertEquals(LockRecords.ACQUIRED, record.type());
        assertEquals(record.sequence(), lock.token());
        assertEquals(
                "{\"scope\":\"stack:prod/db\",\"reason\":\"apply\"}",
                record.data().toString());
    }

    @Test
    public void acquire_heldByAnother_isRefusedWithOwnerAgeAndReason() {
        book.acquire(claim("run-1"), "apply");
        IacException e = assertThrows(IacException.class, () -> book.acquire(claim("run-2"), "apply"));
        assertEquals(Kind.REFUSED, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains("held by run-1 since 2026-03-04T12:00:00Z: apply"));
        assertTrue(e.conditions().stream().anyMatch(c -> c.rule().equals("lock.stack") && !c.passed()));
    }

    @Test
    public void acquire_again_isTheSameLock() {
        assertEquals(book.acquire(claim("run-1"), "apply"), book.acquire(claim("run-1"), "apply"));
    }

    @Test
    public void acquire_afterReleaseByAnother_hasALargerToken() {
        Lock first = book.acquire(claim("run-1"), "apply");
        book.release(SCOPE, "run-1", first.token());
        assertTrue(book.acquire(claim("run-2"), "apply").token() > first.token());
    }

    @Test
    public void held_staleToken_isRefused() {
        Lock first = book.acquire(claim("run-1"), "apply");
        book.breakLock(SCOPE, "sre", true, "stuck", run -> Owner.DEAD);
        Lock second = book.acquire(claim("run-1"), "again");
        assertThrows(IacException.class, () -> book.held(SCOPE, "run-1", first.token()));
        assertThrows(IacException.class, () -> book.release(SCOPE, "run-1", first.token()));
        assertEquals(second, book.held(SCOPE, "run-1", second.token()));
        assertEquals(2, book.refusals());
    }

    @Test
    public void check_freezesAndLocks_refuseForTheReasonNamed() {
        assertEquals("[]", refusal(claim("run-1")));
        book.freeze(PROD, "alice", "incident");
        assertEquals(
                "[freeze.environment: frozen since 2026-03-04T12:00:00Z by alice: incident]", refusal(claim("run-1")));
        book.freeze(LockScope.global(), "bob", "audit");
        assertTrue(refusal(claim("run-1")).startsWith("[freeze.global: frozen since"));
        assertTrue(book.unfreeze(LockScope.global(), "bob", "done"));
        assertTrue(book.unfreeze(PROD, "alice", "done"));
        assertFalse(book.unfreeze(PROD, "alice", "done"));
        assertEquals("[]", refusal(claim("run-1")));
        book.acquire(whole("run-9", WEB), "key rotation");
        assertEquals(
                "[lock.environment: held by run-9 since 2026-03-04T12:00:00Z: key rotation]", refusal(claim("run-1")));
        assertEquals("[]", refusal(claim("run-9")));
    }

    /** A run that changes a stack of an environment which one run at a time may change. */
    private static LockClaim whole(String run, StackId stack) {
        return new LockClaim(run, stack, "prod", WEDNESDAY_NOON, List.of(), List.of(), Upstream.NONE, List.of(DB, WEB));
    }

    @Test
    public void acquire_wholeEnvironment_waitsForEveryRunThatIsAtWorkInIt() {
        Lock db = book.acquire(claim("run-1"), "apply");
        assertEquals(
                "[lock.environment.stacks: stack:prod/db is held by run-1 since 2026-03-04T12:00:00Z]",
                refusal(whole("run-2", WEB)));
        assertThrows(IacException.class, () -> book.acquire(whole("run-2", WEB), "apply"));
        assertEquals("nothing was taken", List.of(db), book.table().locks());
        book.release(SCOPE, "run-1", db.token());
        Lock web = book.acquire(whole("run-2", WEB), "apply");
        assertEquals(2, book.table().locksOf("run-2").size());
        assertTrue("wide before narrow", book.table().lock(PROD).orElseThrow().token() < web.token());
        assertEquals("again it is the same", web, book.acquire(whole("run-2", WEB), "apply"));
        assertTrue(refusal(whole("run-3", DB))
                .startsWith("[lock.environment: held by run-2 since 2026-03-04T12:00:00Z: apply"));
    }

    @Test
    public void acquire_wholeEnvironmentBesideAFrozenStack_goesOn() {
        Lock db = book.acquire(claim("run-1"), "apply");
        book.freezeLock(SCOPE, "run-1", db.token(), "apply_failed");
        assertEquals("[]", refusal(whole("run-2", WEB)));
        assertTrue("its own stack does not", refusal(whole("run-2", DB)).startsWith("[lock.stack: held by run-1"));
    }

    @Test
    public void breakLock_runThatHasItsEnvironment_endsBothInOneRecord() {
        Lock web = book.acquire(whole("run-2", WEB), "apply");
        Lock prod = book.table().lock(PROD).orElseThrow();
        book.freezeLock(web.scope(), "run-2", web.token(), "apply_unknown");
        book.freezeLock(PROD, "run-2", prod.token(), "apply_unknown");
        assertTrue(refusal(whole("run-3", DB)).contains("frozen because it ended as apply_unknown"));
        long before = journal.records().count();
        book.breakLock(web.scope(), "sam", true, "looked", run -> Owner.DEAD);
        assertEquals(before + 1, journal.records().count());
        assertEquals(List.of(), book.table().locks());
        assertEquals(List.of(), new LockBook(journal).table().locks());
    }

    @Test
    public void check_calendarAndWindows_refuseOutside() {
        Freeze holidays = new Freeze(
                WEDNESDAY_NOON.minus(Duration.ofHours(1)), WEDNESDAY_NOON.plus(Duration.ofHours(1)), "holidays");
        assertTrue(refusal(new LockClaim("r", DB, "prod", WEDNESDAY_NOON, List.of(holidays), List.of()))
                .startsWith("[freeze.calendar: holidays"));
        assertEquals("[]", refusal(new LockClaim("r", DB, "prod", holidays.until(), List.of(holidays), List.of())));
        Window monday = new Window(Set.of(DayOfWeek.MONDAY), LocalTime.of(8, 0), LocalTime.of(16, 0), ZoneOffset.UTC);
        assertEquals(
                "[window: 2026-03-04T12:00:00Z]",
                refusal(new LockClaim("r", DB, "prod", WEDNESDAY_NOON, List.of(), List.of(monday))));
        Instant next = WEDNESDAY_NOON.plus(Duration.ofDays(5));
        assertEquals("[]", refusal(new LockClaim("r", DB, "prod", next, List.of(), List.of(monday))));
    }

    @Test
    public void check_unknown_meansNo() {
        assertEquals(
                "[freeze.environment: unknown]",
                refusal(new LockClaim("r", DB, null, WEDNESDAY_NOON, List.of(), List.of())));
        assertEquals(
                "[freeze.calendar: unknown, window: unknown]",
                refusal(new LockClaim("r", DB, "prod", WEDNESDAY_NOON, null, null)));
    }

    @Test
    public void breakLock_owner_mustBeDeadOrTheLockFrozen() {
        book.acquire(claim("run-1"), "apply");
        for (Owner owner : List.of(Owner.ALIVE, Owner.UNKNOWN)) {
            IacException e =
                    assertThrows(IacException.class, () -> book.breakLock(SCOPE, "sre", true, "stuck", run -> owner));
            assertEquals(Kind.REFUSED, e.kind());
        }
        Lock broken = book.breakLock(SCOPE, "sre", false, "agent died", run -> Owner.DEAD);
        assertEquals("run-1", broken.run());
        JournalRecord record = journal.read("run-1").get(1);
        assertEquals(LockRecords.BROKEN, record.type());
        assertEquals("agent died", record.data().path("reason").asText());
        assertEquals("dead", record.data().path("ownerWas").asText());
        assertFalse(record.data().path("authenticated").asBoolean(true));
        assertEquals("[]", refusal(claim("run-2")));
    }

    @Test
    public void breakLock_withoutReason_isRefused() {
        book.acquire(claim("run-1"), "apply");
        assertThrows(IacException.class, () -> book.breakLock(SCOPE, "sre", true, " ", run -> Owner.DEAD));
        assertTrue(book.table().lock(SCOPE).isPresent());
    }

    @Test
    public void freezeLock_afterUnknownApply_isNobodysUntilAPersonBreaksIt() {
        Lock lock = book.acquire(claim("run-1"), "apply");
        book.backendLock(SCOPE, "run-1", lock.token(), "5f3c");
        book.freezeLock(SCOPE, "run-1", lock.token(), "apply_unknown");
        assertTrue(refusal(claim("run-1")).contains("frozen because it ended as apply_unknown"));
        assertThrows(IacException.class, () -> book.release(SCOPE, "run-1", lock.token()));
        LockStatus status = book.status(run -> Owner.UNKNOWN, WEDNESDAY_NOON.plusSeconds(60))
                .get(0);
        assertEquals(LockStatus.State.FROZEN, status.state());
        assertEquals(Duration.ofMinutes(1), status.age());
        assertEquals("5f3c", status.lock().backendLockId());
        book.breakLock(SCOPE, "sre", true, "reverted by hand", run -> Owner.UNKNOWN);
        assertEquals("[]", refusal(claim("run-2")));
    }

    @Test
    public void status_owner_tellsOrphanFromHeld() {
        book.acquire(claim("run-1"), "apply");
        assertEquals(LockStatus.State.HELD, state(Owner.ALIVE));
        assertEquals(LockStatus.State.HELD, state(Owner.UNKNOWN));
        assertEquals(LockStatus.State.ORPHAN, state(Owner.DEAD));
    }

    private LockStatus.State state(Owner owner) {
        return book.status(run -> owner, WEDNESDAY_NOON).get(0).state();
    }

    @Test
    public void replay_afterRestart_isTheSameTable() {
        Lock lock = book.acquire(claim("run-1"), "apply");
        book.backendLock(SCOPE, "run-1", lock.token(), "5f3c");
        book.freeze(PROD, "alice", "incident");
        book.acquire(
                new LockClaim(
                        "run-2",
                        new StackId("dev/a"),
                        "dev",
                        WEDNESDAY_NOON,
                        List.of(),
                        List.of(),
                        Upstream.NONE,
                        List.of()),
                "tests");
        List<Lock> locks = book.table().locks();
        List<FreezeSwitch> freezes = book.table().freezes();
        journal.close();
        journal = Journal.open(directory(), () -> WEDNESDAY_NOON);
        LockTable again = new LockBook(journal).table();
        assertEquals(locks, again.locks());
        assertEquals(freezes, again.freezes());
        assertEquals(3, locks.size());
    }

    @Test
    public void conditions_inOrder_widestFirst() {
        assertEquals(
                List.of(
                        "freeze.global",
                        "freeze.environment",
                        "freeze.calendar",
                        "window",
                        "lock.environment",
                        "lock.stack",
                        "order.upstream"),
                claim("r").check(book.table()).stream().map(Condition::rule).toList());
    }

    @Test
    public void acquire_stackUpstreamIsBeingChangedOrInDoubt_waitsForIt() {
        StackId network = new StackId("prod/network");
        StackId db = new StackId("prod/db");
        StackId app = new StackId("prod/app");
        Instant now = Instant.parse("2026-03-04T12:00:00Z");
        Lock above = book.acquire(new LockClaim("up", network, "prod", now, List.of(), List.of()), "apply");
        Upstream on = new Upstream(Map.of(app, List.of(db), db, List.of(network)));
        LockClaim below = new LockClaim("down", app, "prod", now, List.of(), List.of(), on);
        IacException held = assertThrows(IacException.class, () -> book.acquire(below, "apply"));
        assertTrue(held.getMessage(), held.getMessage().contains("stack:prod/network is held by up since"));
        assertTrue(held.getMessage(), held.getMessage().contains(", through prod/db"));
        book.freezeLock(above.scope(), "up", above.token(), "apply_unknown");
        IacException frozen = assertThrows(IacException.class, () -> book.acquire(below, "apply"));
        assertTrue(frozen.getMessage(), frozen.getMessage().contains("apply_unknown"));
        LockClaim unknown = new LockClaim("down", app, "prod", now, List.of(), List.of(), null);
        assertThrows("unknown is no permission", IacException.class, () -> book.acquire(unknown, "apply"));
        book.breakLock(above.scope(), "sam", true, "looked", run -> Owner.DEAD);
        assertEquals("down", book.acquire(below, "apply").run());
    }
}
