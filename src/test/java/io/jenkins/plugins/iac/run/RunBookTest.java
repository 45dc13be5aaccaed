package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
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
}
