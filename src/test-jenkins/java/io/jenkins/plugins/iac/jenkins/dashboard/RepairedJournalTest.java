package io.jenkins.plugins.iac.jenkins.dashboard;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** A journal whose last record was not written to its end: the next controller repairs it and says so to people. */
public class RepairedJournalTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    private Path segment;
    private String run;

    private static String overview(JenkinsRule jenkins) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            return client.goTo("iac/").asNormalizedText();
        }
    }

    @Test
    public void overview_afterATornTailWasRepaired_saysSoUntilTheNextStart() throws Throwable {
        sessions.then(jenkins -> {
            RunSource source = new RunSource(SourceKind.BRANCH, "r", null, "main", null, "alice", null, null, null);
            run = IacRuns.get()
                    .services()
                    .book()
                    .create("stage/web", Operation.PLAN, source, Json.object())
                    .id();
            segment = IacRuns.home().resolve("journal/segment-00000001.jsonl");
            assertFalse(overview(jenkins).contains("repaired"));
        });
        Files.writeString(segment, "{\"v\":1,\"seq\":", StandardOpenOption.APPEND);
        sessions.then(jenkins -> {
            assertEquals(run, IacRuns.get().services().book().get(run).id());
            String page = overview(jenkins);
            assertTrue(page, page.contains("The journal was repaired when this controller opened it"));
            assertTrue(page, page.contains("segment-00000001.jsonl"));
        });
        sessions.then(jenkins -> assertFalse(overview(jenkins).contains("repaired")));
    }
}
