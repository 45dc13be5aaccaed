package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.risk.RiskTable;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the second reader is shown, and what is made anew. */
public class ReviewPagesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RunHome at;
    private Path directory;
    private ReviewPages pages;

    @Before
    public void open() throws Exception {
        at = new RunHome(folder.newFolder().toPath(), InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z")));
        directory = at.home().resolve("pages");
        pages = new ReviewPages(at.services(), directory);
    }

    @After
    public void close() {
        at.close();
    }

    private static PlanSummary summary() {
        String plan = "{\"format_version\":\"1.2\",\"resource_changes\":[{\"address\":\"terraform_data.web\","
                + "\"type\":\"terraform_data\",\"change\":{\"actions\":[\"create\"],\"after\":{\"input\":1}}}]}";
        return new PlanJsonReader(PlanLimits.REVIEW, RiskTable.standard().judge(Map.of()))
                .read(new ByteArrayInputStream(plan.getBytes(StandardCharsets.UTF_8)), "test");
    }

    private Run planned() throws Exception {
        Run run = at.runAt(RunState.PLANNED);
        new Artifacts(at.services()).planned(run, summary());
        return run;
    }

    private String shown(Run run) throws Exception {
        Optional<InputStream> page = pages.open(run);
        try (InputStream in = page.orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path file(Run run) {
        return directory.resolve(run.id() + ".html");
    }

    private List<String> files() throws Exception {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    public void open_again_isTheKeptPage() throws Exception {
        Run run = planned();
        String first = shown(run);
        assertTrue(first, first.contains("terraform_data.web"));
        assertEquals(first, Files.readString(file(run)));
        Files.writeString(file(run), "as it was kept");
        assertEquals("as it was kept", shown(run));
    }

    @Test
    public void open_runThatSaysSomethingElse_isMadeAnew() throws Exception {
        Run run = planned();
        assertTrue(shown(run).contains("<dd>planned</dd>"));
        Run later = at.services().book().step(run, RunState.POLICY_CHECKED);
        assertTrue(shown(later).contains("<dd>policy_checked</dd>"));
        Run judged = at.services()
                .book()
                .facts(
                        later,
                        Journey.fact(
                                "policy",
                                Json.array()
                                        .add(Json.object()
                                                .put("policy", "small")
                                                .put("level", "advisory")
                                                .put("passed", false)
                                                .put("reason", "too large for a Friday"))));
        assertTrue(shown(judged).contains("too large for a Friday"));
    }

    @Test
    public void open_withoutPlan_isNone_evenIfAPageWasKept() throws Exception {
        assertTrue(pages.open(at.runAt(RunState.PLANNING)).isEmpty());
        Run run = planned();
        shown(run);
        Files.delete(at.services().artifacts(run.id()).resolve(Artifacts.SUMMARY));
        assertTrue(pages.open(run).isEmpty());
    }

    @Test
    public void open_keptFileIsGoneOrCannotBe_isShownAllTheSame() throws Exception {
        Run run = planned();
        String page = shown(run);
        Files.delete(file(run));
        assertEquals(page, shown(run));
        pages = new ReviewPages(at.services(), folder.newFile().toPath().resolve("below-a-file"));
        assertEquals(page, shown(run));
        assertEquals(page, shown(run));
    }

    @Test
    public void open_manyRuns_keepsTheLastAndNoneOfAnEarlierProcess() throws Exception {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("20200101-000000-aa.html"), "of an earlier process");
        Run first = planned();
        shown(first);
        assertEquals(List.of(first.id() + ".html"), files());
        List<String> last = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            Run run = planned();
            shown(run);
            last.add(run.id() + ".html");
        }
        assertEquals(last.stream().sorted().toList(), files());
        assertFalse(Files.exists(file(first)));
        assertTrue(shown(first).contains("terraform_data.web"));
    }
}
