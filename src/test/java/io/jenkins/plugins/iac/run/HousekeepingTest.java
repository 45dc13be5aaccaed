package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.journal.JournalTest;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness.Owner;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A journal that grew large, a week later. */
public class HousekeepingTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final Instant[] now = {Instant.parse("2026-11-01T12:00:00Z")};
    private final InstantSource clock = () -> now[0];
    private RunHome at;

    @Before
    public void open() throws Exception {
        at = new RunHome(temporary.getRoot().toPath(), clock);
    }

    @After
    public void close() {
        at.close();
    }

    /** Rejected and sealed, with a record as large as a contract and a receipt. */
    private Run sealed() {
        ObjectNode facts = Json.object();
        facts.putObject("request").put("stack", "prod/web").put("operation", "plan");
        facts.put("ballast", "x".repeat(200_000));
        facts.putObject("receipt").put("image", "sha256:of the image").put("host", "gone");
        facts.putObject("admission").put("pool", "pool-a").put("conditions", "gone");
        facts.putObject(BreakGlass.REVIEW).put("by", "petra");
        facts.putObject("unlocked").put("by", "sam").putArray("overrides").add("watched");
        Run run = at.services().book().create("prod/web", Operation.PLAN, RunHome.SOURCE, facts);
        return new Sealer(at.services()).seal(at.services().book().step(run, RunState.REJECTED));
    }

    private long bytes() throws Exception {
        try (Stream<Path> files = Files.list(at.home().resolve("journal"))) {
            return files.filter(f -> f.getFileName().toString().startsWith("segment"))
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        }
    }

    private int compact() {
        return new Housekeeping(at.services(), at.journal()).compact();
    }

    @Test
    public void compact_sealedAWeekAgo_journalIsSmallAndNothingIsGone() throws Exception {
        Run old = sealed();
        while (at.journal().fullSegments() < 2) {
            sealed();
        }
        Run frozen = at.runAt(RunState.APPLYING);
        long runs = at.services().book().all().size();
        long large = bytes();
        assertEquals("all of today", 0, compact());
        now[0] = now[0].plus(Duration.ofDays(8));
        assertTrue(compact() >= 2);
        assertTrue(bytes() + " of " + large, bytes() < large / 2);
        at.close();
        at = new RunHome(temporary.getRoot().toPath(), clock);
        assertEquals(runs, at.services().book().all().size());
        Run listed = at.services().book().all().get(0);
        assertEquals(RunState.SEALED, listed.state());
        assertEquals(RunState.REJECTED, listed.end());
        assertFalse("the list is light", listed.facts().has("ballast"));
        assertEquals(
                "{\"image\":\"sha256:of the image\"}", listed.fact("receipt").toString());
        assertEquals("{\"pool\":\"pool-a\"}", listed.fact("admission").toString());
        assertEquals(
                "what was overridden is not frozen again",
                "{\"overrides\":[\"watched\"]}",
                listed.fact("unlocked").toString());
        assertEquals(
                "a review that was written stays written",
                "petra",
                BreakGlass.review(listed).path("by").asText());
        assertTrue(listed.fact("evidence").path("sha256").isTextual());
        Run whole = at.services().book().get(old.id());
        assertEquals(
                "looked at by its name it is whole",
                200_000,
                whole.fact("ballast").asText().length());
        assertEquals(
                200_000,
                RunHistory.replay(
                                JournalTest.whole(at.home().resolve("journal")).read(old.id()))
                        .find(old.id())
                        .fact("ballast")
                        .asText()
                        .length());
        assertEquals(RunState.APPLYING, at.services().book().get(frozen.id()).state());
        assertTrue(at.services()
                .locks()
                .table()
                .lock(LockScope.stack(RunHome.STACK))
                .isPresent());
    }

    /** The disk is full, or the archive cannot be written for any other reason: that is no reason to start nothing. */
    @Test
    public void tidy_archiveCannotBeWritten_isToldAndDoneLater() throws Exception {
        fill(1);
        now[0] = now[0].plus(Duration.ofDays(8));
        Path archive = at.home().resolve("journal/archive");
        Files.writeString(archive, "in the way");
        long large = bytes();
        List<String> said = new ArrayList<>();
        Housekeeping housekeeping = new Housekeeping(at.services(), at.journal());
        housekeeping.tidy(said::add);
        assertEquals(said.toString(), 1, said.size());
        assertTrue(said.toString(), said.get(0).contains("will be later"));
        assertEquals(large, bytes());
        Run next = sealed();
        assertEquals(
                "the journal goes on",
                RunState.SEALED,
                at.services().book().get(next.id()).state());
        Files.delete(archive);
        housekeeping.tidy(said::add);
        assertEquals(said.toString(), 1, said.size());
        assertTrue(bytes() + " of " + large, bytes() < large / 2);
    }

    private void fill(int segments) {
        while (at.journal().fullSegments() < segments) {
            sealed();
        }
    }

    private void reopenAfter(Duration time) throws Exception {
        now[0] = now[0].plus(time);
        at.close();
        at = new RunHome(temporary.getRoot().toPath(), clock);
    }

    @Test
    public void compact_earlierSegmentStillNeeded_lockThatWasGivenUpStaysGone() throws Exception {
        Run unfinished = at.runAt(RunState.AWAITING_APPROVAL);
        Run doubt = at.runAt(RunState.APPLYING);
        doubt = new ApplySteps(at.services())
                .unknown(doubt, new Problem("applying", "prod/web", "no answer", "an answer", "look"));
        fill(1);
        at.services().locks().breakLock(LockScope.stack(RunHome.STACK), "carol", true, "repaired", id -> Owner.DEAD);
        ObjectNode facts = Json.object();
        facts.putObject("unlocked").put("by", "carol");
        new Sealer(at.services()).seal(at.services().book().facts(doubt, facts));
        fill(2);
        fill(3);
        reopenAfter(Duration.ofDays(8));
        compact();
        reopenAfter(Duration.ofMinutes(1));
        assertEquals(
                "nothing is frozen", List.of(), at.services().locks().table().locks());
        Run found = at.services().book().get(doubt.id());
        assertEquals(RunState.SEALED, found.state());
        assertEquals("carol", found.fact("unlocked").path("by").asText());

        new Sealer(at.services())
                .seal(at.services().book().step(at.services().book().get(unfinished.id()), RunState.DISCARDED));
        reopenAfter(Duration.ofDays(8));
        assertTrue(compact() >= 2);
        reopenAfter(Duration.ofMinutes(1));
        assertEquals(List.of(), at.services().locks().table().locks());
        found = at.services().book().get(doubt.id());
        assertEquals(RunState.APPLY_UNKNOWN, found.end());
        assertEquals("whole", "carol", found.fact("unlocked").path("by").asText());
        assertEquals(
                "no answer", found.fact("apply").path("problem").path("found").asText());
    }

    @Test
    public void compact_reviewedEmergency_isNotOpenForReviewAgain() throws Exception {
        ObjectNode facts = Json.object();
        facts.putObject("request")
                .put("stack", "prod/web")
                .put("operation", "plan")
                .putObject(BreakGlass.REQUEST)
                .put("reason", "fire");
        Run run = at.services().book().create("prod/web", Operation.PLAN, RunHome.SOURCE, facts);
        run = at.services().book().step(at.services().book().step(run, RunState.ADMITTED), RunState.CANCELED);
        run = new Sealer(at.services()).seal(run);
        assertTrue(BreakGlass.isReviewOpen(run));
        ObjectNode review = Json.object();
        review.putObject(BreakGlass.REVIEW).put("by", "dora");
        assertFalse(BreakGlass.isReviewOpen(at.services().book().facts(run, review)));
        fill(1);
        reopenAfter(Duration.ofDays(8));
        assertEquals(1, compact());
        reopenAfter(Duration.ofMinutes(1));
        assertEquals(List.of(), BreakGlass.open(at.services().book().all()));
    }

    @Test
    public void compact_calledForEverySeal_looksOnceForEachFullSegment() {
        Housekeeping housekeeping = new Housekeeping(at.services(), at.journal());
        while (at.journal().fullSegments() < 1) {
            sealed();
            assertEquals(0, housekeeping.compact());
        }
    }
}
