package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RunBookTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    @Test
    public void next_lookForDriftThatIsDone_saysNothingOfMergingAndApplying() throws Exception {
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        try (RunHome at = new RunHome(temporary.getRoot().toPath(), () -> now)) {
            Run run = at.services().book().create("prod/web", Operation.DRIFT, RunHome.SOURCE, Json.object());
            for (RunState state : RunHome.way(RunState.PLAN_ONLY)
                    .subList(1, RunHome.way(RunState.PLAN_ONLY).size())) {
                run = at.services().book().step(run, state);
            }
            assertEquals("a look for drift, done: something is not as the state says", run.meaning());
            assertEquals("look at what drifted, then plan the stack to mend it, or take it into the code", run.next());
            Run plan = at.runAt(RunState.PLAN_ONLY);
            assertEquals("a speculative plan, done", plan.meaning());
            assertEquals("merge, and let the branch plan again to apply", plan.next());
        }
    }

    @Test
    public void amend_manyAtOnce_noneIsLost() throws Exception {
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        try (RunHome at = new RunHome(temporary.getRoot().toPath(), () -> now)) {
            Run run = at.runAt(RunState.PLANNING);
            RunBook book = at.services().book();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<Run>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int number = i;
                all.add(threads.submit(() -> book.amend(run.id(), known -> {
                    ArrayNode list = known.fact("list") instanceof ArrayNode before ? before.deepCopy() : Json.array();
                    return Journey.fact("list", list.add(number));
                })));
            }
            for (Future<Run> one : all) {
                one.get();
            }
            threads.shutdown();
            assertEquals(40, book.get(run.id()).fact("list").size());
        }
    }

    /** What the table of the lifecycle does not have is refused; who tried what is in the journal, the run and its evidence. */
    @Test
    public void step_thatTheLifecycleDoesNotHave_isRefusedRecordedAndInTheEvidence() throws Exception {
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        try (RunHome at = new RunHome(temporary.getRoot().toPath(), () -> now)) {
            RunBook book = at.services().book();
            Run run = at.runAt(RunState.PLANNING);
            IacException refused = assertThrows(IacException.class, () -> book.step(run, RunState.APPLYING));
            assertEquals(IacException.Kind.REFUSED, refused.kind());
            Run stale = at.runAt(RunState.PLANNING);
            Run canceled = book.step(stale, RunState.CANCELED);
            assertThrows(IacException.class, () -> book.step(stale, RunState.PLANNED));
            assertEquals(RunState.PLANNING, book.get(run.id()).state());

            // As it is replayed after a restart, too.
            for (RunBook known : List.of(book, new RunBook(at.journal(), () -> now))) {
                assertEquals(
                        "[{\"from\":\"planning\",\"to\":\"applying\",\"believed\":\"planning\","
                                + "\"at\":\"2026-11-21T12:00:00Z\"}]",
                        known.get(run.id()).full().path("illegalSteps").toString());
                assertEquals(
                        "planning",
                        known.get(stale.id())
                                .full()
                                .path("illegalSteps")
                                .path(0)
                                .path("believed")
                                .asText());
            }
            new Sealer(at.services()).seal(book.get(canceled.id()));
            Path sealed = at.services().artifacts(canceled.id()).resolve(Sealer.EVIDENCE);
            String evidence =
                    new String(Dsse.ofJson(Json.parse(Files.readString(sealed))).payload(), StandardCharsets.UTF_8);
            assertTrue(
                    evidence,
                    evidence.contains("refused: a step from canceled to planned, which the lifecycle does not have,"
                            + " by somebody who took the run for planning"));
        }
    }

    @Test
    public void step_illegalManyTimes_recordsTheFirstAndFillsNoJournal() throws Exception {
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        try (RunHome at = new RunHome(temporary.getRoot().toPath(), () -> now)) {
            Run run = at.runAt(RunState.PLANNING);
            long before = 0;
            for (int i = 0; i < 50; i++) {
                if (i == 20) {
                    before = Files.size(at.home().resolve("journal/segment-00000001.jsonl"));
                }
                assertThrows(IacException.class, () -> at.services().book().step(run, RunState.APPLYING));
            }
            var told = at.services().book().get(run.id()).fact("illegalSteps");
            assertEquals(20, told.size());
            assertEquals(before, Files.size(at.home().resolve("journal/segment-00000001.jsonl")));
        }
    }
}
