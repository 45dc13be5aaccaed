package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness.Owner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Where a process is going to be is recorded before it starts: whenever its host dies, somebody knows where to look. */
public class LostWorkerTest {
    private static final Instant T = Instant.parse("2026-11-22T05:00:00Z");
    private static final LostTool WORKER = LostTool.worker("deep", "/agent/process-1", "m1", "apply", T, 600);

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    /** What one host did before it died, and what the next one has to look for there, or null for nothing. */
    private record Row(String name, BiConsumer<RunServices, String> done, String found) {}

    @Test
    public void host_diesAroundAProcess_itIsLostUnlessItsEndWasSeen() throws Exception {
        String left = "a host that stopped before it saw the end of it";
        Row[] rows = {
            new Row("nothing was to start", (s, run) -> {}, null),
            new Row("about to start, or started", WORKER::begins, left),
            new Row(
                    "seen to its end",
                    (s, run) -> {
                        WORKER.begins(s, run);
                        LostTool.seenOut(s, run, "m1");
                    },
                    null),
            new Row(
                    "the one before was seen to its end, late",
                    (s, run) -> {
                        WORKER.begins(s, run);
                        LostTool.seenOut(s, run, "m0");
                    },
                    left),
            new Row(
                    "given up",
                    (s, run) -> {
                        WORKER.begins(s, run);
                        LostTool.give(s, run, "agent deep stayed away");
                    },
                    "agent deep stayed away"),
            new Row(
                    "seen to its end, its answer lost",
                    (s, run) -> {
                        WORKER.begins(s, run);
                        LostTool.seenOut(s, run, "m1");
                        LostTool.give(s, run, "a process that ended without an answer");
                    },
                    null),
        };
        for (Row row : rows) {
            try (RunHome at = new RunHome(temporary.newFolder().toPath(), () -> T)) {
                String id = at.runAt(RunState.APPLYING).id();
                row.done().accept(at.services(), id);
                at.crashAndRecover(Owner.DEAD);
                Run run = at.services().book().get(id);
                assertEquals(row.name(), RunState.APPLY_UNKNOWN, run.end());
                Optional<LostTool> lost = LostTool.of(run);
                assertEquals(row.name(), row.found(), lost.map(LostTool::found).orElse(null));
                assertEquals(row.name(), lost.isPresent(), evidence(at, id).contains("may still be at work there"));
                lost.ifPresent(tool -> {
                    assertTrue(row.name(), tool.isAtLarge());
                    assertEquals(row.name(), "/agent/process-1", tool.directory());
                });
            }
        }
    }

    @Test
    public void liveRun_whoseProcessIsAtWork_hasLostNone() throws Exception {
        try (RunHome at = new RunHome(temporary.newFolder().toPath(), () -> T)) {
            String id = at.runAt(RunState.APPLYING).id();
            WORKER.begins(at.services(), id);
            assertEquals(Optional.empty(), LostTool.of(at.services().book().get(id)));
        }
    }

    private static String evidence(RunHome at, String run) throws Exception {
        String text = Files.readString(at.services().artifacts(run).resolve(Sealer.EVIDENCE));
        byte[] payload =
                Base64.getDecoder().decode(Json.parse(text).path("payload").asText());
        return new String(payload, StandardCharsets.UTF_8);
    }
}
