package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.iac.json.Json;
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
