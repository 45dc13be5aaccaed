package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.evidence.EvidenceLog;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness.Owner;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockClaim;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** An override after the verification while others are at work, and when the process dies in the middle of it. */
public class VerifyOverrideTest {
    private static final LockScope SCOPE = LockScope.stack(RunHome.STACK);

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final Instant now = Instant.parse("2026-11-02T12:00:00Z");
    private RunHome at;
    private Run run;
    /** How often the engine asks for the time before something happens; negative where nothing will. */
    private int calls = -1;

    private Runnable happens;

    private Instant clock() {
        // In the middle of a record nobody else has a word.
        boolean free = at == null
                || !Thread.holdsLock(at.journal())
                        && !Thread.holdsLock(at.services().locks())
                        && !Thread.holdsLock(at.services().book());
        if (free && calls >= 0 && calls-- == 0) {
            happens.run();
        }
        return now;
    }

    /** A stack that a soft-mandatory policy keeps frozen. */
    private void frozen(String... policies) throws Exception {
        close();
        Path home = temporary.newFolder().toPath();
        Files.writeString(home.resolve("iac.yaml"), RunHome.WITH_OVERRIDES);
        at = new RunHome(home, this::clock);
        Run failed = at.runAt(RunState.VERIFICATION_FAILED);
        ObjectNode facts = Json.object();
        facts.putObject("verification").put("empty", true).put("checksPassed", true);
        for (String policy : policies) {
            facts.withArray("policy")
                    .addObject()
                    .put("policy", policy)
                    .put("point", "verify")
                    .put("level", "soft-mandatory")
                    .put("passed", false);
        }
        failed = at.services().book().facts(failed, facts);
        new RunLocks(at.services()).freeze(failed, failed.state());
        run = new Sealer(at.services()).seal(at.services().book().get(failed.id()));
    }

    @After
    public void close() {
        if (at != null) {
            at.close();
        }
    }

    private Run override(String policy, String user) {
        Vote vote = new Vote(
                user,
                new TreeSet<>(List.of("oncall")),
                Sha256.parse(run.fact("plan").path("digest").asText()),
                Vote.Decision.APPROVE,
                "seen by hand",
                now,
                true,
                "page");
        return new Overrides(at.services()).override(now(), policy, vote, Json.object());
    }

    private Run now() {
        return at.services().book().get(run.id());
    }

    private Optional<Lock> lock() {
        return at.services().locks().table().lock(SCOPE);
    }

    private long sealed() {
        try (EvidenceLog log = at.services().log().get()) {
            return log.size();
        }
    }

    private void assertFree(String when) {
        assertFalse(when, lock().isPresent());
        assertTrue(when, now().isVerifiedByOverride());
        assertEquals(when, "nothing to do: the stack is free again", now().next());
        assertEquals(
                when,
                "seen by hand",
                now().fact("unlocked").path("overrides").findPath("reason").asText());
        assertEquals(when + ": the run and its unlock", 2, sealed());
    }

    /** Whether the override came to its end. */
    private boolean dies(String when) throws Exception {
        boolean done = true;
        try {
            override("watched", "sam");
        } catch (IacException | IllegalStateException e) {
            done = false;
        }
        calls = -1;
        at.crashAndRecover(Owner.DEAD);
        if (lock().isPresent()) {
            assertFalse(when, now().isVerifiedByOverride());
            assertTrue(when, lock().get().isFrozen());
            override("watched", "sam");
        }
        assertFree(when);
        return done;
    }

    /** Two policies; for one somebody wrote an override into the journal that looks like the genuine one of another. */
    @Test
    public void override_recordThatTheControllerDidNotSign_countsForNothing() throws Exception {
        frozen("watched", "other");
        override("other", "sam");
        ObjectNode genuine = (ObjectNode) now().fact("overrides").path(0);
        assertTrue(genuine.path("counted").asBoolean());
        at.services()
                .book()
                .facts(
                        now(),
                        Journey.fact(
                                "overrides", Json.array().add(genuine.deepCopy().put("policy", "watched"))));
        override("other", "tom");
        assertTrue("one is forged, the stack stays frozen", lock().isPresent());
        override("watched", "sam");
        assertFalse("both are genuine", lock().isPresent());
    }

    @Test
    public void override_processDiesBetweenTwoRecords_theSamePersonOrTheNextStartEndsIt() throws Exception {
        frozen("watched");
        at.whenSealing(h -> {
            throw new IllegalStateException("power cut");
        });
        assertFalse(dies("before the evidence log"));
        boolean done = false;
        for (int call = 0; !done; call++) {
            frozen("watched");
            happens = () -> at.dieBeforeTheNextRecord();
            calls = call;
            done = dies("at call " + call);
        }
    }

    @Test
    public void override_anotherRunTookTheLockMeanwhile_keepsIt() throws Exception {
        boolean[] happened = {true};
        int call = 0;
        for (; happened[0]; call++) {
            frozen("watched");
            Run next = at.runAt(RunState.APPLY_ASSIGNED);
            happened[0] = false;
            happens = () -> {
                happened[0] = true;
                lock().ifPresent(l ->
                        at.services().locks().breakLock(SCOPE, "carol", true, "repaired", id -> Owner.DEAD));
                at.services()
                        .locks()
                        .acquire(new LockClaim(next.id(), RunHome.STACK, "prod", now, List.of(), List.of()), "apply");
            };
            calls = call;
            IacException refused = null;
            try {
                override("watched", "sam");
            } catch (IacException e) {
                refused = e;
            }
            calls = -1;
            if (happened[0]) {
                assertEquals("at call " + call, next.id(), lock().orElseThrow().run());
                assertTrue(
                        "at call " + call, now().isVerifiedByOverride() || refused.kind() == IacException.Kind.REFUSED);
            }
        }
        assertTrue("at several points: " + call, call > 2);
    }

    @Test
    public void override_twoPeopleAtOnce_theStackIsGivenBackOnce() throws Exception {
        boolean[] happened = {true};
        int call = 0;
        for (; happened[0]; call++) {
            frozen("watched");
            happened[0] = false;
            happens = () -> {
                happened[0] = true;
                if (!now().isVerifiedByOverride()) {
                    override("watched", "tom");
                }
            };
            calls = call;
            try {
                override("watched", "sam");
            } catch (IacException e) {
                assertTrue(
                        e.getMessage(),
                        e.getMessage().contains("not frozen by it")
                                || e.getMessage().contains("no lock"));
            }
            calls = -1;
            assertFree("at call " + call);
        }
        assertTrue("at several points: " + call, call > 2);
    }

    @Test
    public void override_oneOfTwoPolicies_leavesTheStackFrozen() throws Exception {
        frozen("watched", "other");
        assertFalse(override("watched", "sam").isVerifiedByOverride());
        assertTrue(lock().orElseThrow().isFrozen());
        assertFalse("said again", override("watched", "sam").isVerifiedByOverride());
        assertEquals(1, now().fact("overrides").size());
        override("other", "sam");
        assertFree("both");
    }
}
