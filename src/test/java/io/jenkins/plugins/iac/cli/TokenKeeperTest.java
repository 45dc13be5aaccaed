package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.identity.TokenDirectory;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TokenKeeperTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void close_interrupted_deletesTheTokenAllTheSameAndStaysInterrupted() throws Exception {
        Path directory = folder.getRoot().toPath().resolve("identity");
        List<String> log = new ArrayList<>();
        Run run = new Run(
                "20261121-114417-8bc5c6f2",
                RunState.APPLYING,
                "prod/db",
                Operation.PLAN,
                new RunSource(SourceKind.BRANCH, null, null, null, null, "alice", null, null, null),
                Json.object(),
                List.of(new Run.Step(RunState.APPLYING, Instant.parse("2026-11-21T12:00:00Z"))),
                List.of());
        TokenKeeper keeper =
                new TokenKeeper(null, Instant::now, run, TokenDirectory.create(directory, Map.of(), "t"), log::add);
        keeper.watch(Instant.MAX);
        Thread.currentThread().interrupt();
        keeper.close();
        assertTrue("who interrupts is heard", Thread.interrupted());
        assertFalse(Files.exists(directory));
        assertEquals(List.of(), log);
    }
}
