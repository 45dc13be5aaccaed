package io.jenkins.plugins.iac.jenkins.dashboard;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.run.RunBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** A home that two controllers were started on. */
public class SecondControllerTest {
    @Rule
    public JenkinsRule jenkins = new JenkinsRule();

    @Test
    public void services_homeOfAnother_isRefusedUntilItIsFreeAndWhenItIsTakenOver() throws Exception {
        Path journal = IacRuns.home().resolve("journal");
        try (Journal other = Journal.open(journal, InstantSource.system())) {
            assertNotNull(other);
            IacException refused =
                    assertThrows(IacException.class, () -> IacRuns.get().services());
            assertEquals(IacException.Kind.REFUSED, refused.kind());
            assertTrue(refused.getMessage(), refused.getMessage().contains("another writer"));
        }
        RunBook book = IacRuns.get().services().book();
        book.ensureWritable();
        Files.writeString(
                journal.resolve("fence"), "{\"token\":999999,\"closed\":false,\"sequence\":0,\"sum\":\"\"}\n");
        assertThrows(IacException.class, book::ensureWritable);
        RunSource source = new RunSource(
                SourceKind.BRANCH, null, "0".repeat(40), "main", null, "alice", "alice", Trigger.PERSON, Tri.UNKNOWN);
        IacException overtaken =
                assertThrows(IacException.class, () -> book.create("prod/web", Operation.PLAN, source, Json.object()));
        assertEquals(IacException.Kind.REFUSED, overtaken.kind());
        assertTrue(overtaken.getMessage(), overtaken.getMessage().contains("999999"));
    }
}
