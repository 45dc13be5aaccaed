package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What tools of a script may have before the apply. */
public class ToolContractTest {
    private static final String REPOSITORY = "git@github.com:northstar/infra-live.git";
    private static final String CATALOG =
            """
            environments: [{name: prod}]
            pools:
              - {name: all, environments: [prod], operations: [plan, apply], tools: [{name: terraform, version: "1.11.4", path: /usr/bin/terraform, sha256: "%s"}]}
            runTasks:
              - {name: outside, stages: [before_apply], level: advisory, url: "https://check.northstar.example/ask"}
              - {name: scan, stages: [before_apply], command: [/usr/local/bin/scan]}
            scopes:
              - {path: "**", repository: "%s", ref: main, environment: prod, pools: [all], tool: {name: terraform, version: "1.11.4"}, backend: {type: local, config: {path: /state}}, constraints: {runTasks: [outside, scan]}}
            stacks:
              - {id: prod/web, directory: web}
            """;

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    /** A controller, where programs are those of the agent. */
    private static RunServices controller(RunServices s) {
        return new RunServices(
                s.admission(),
                s.book(),
                s.keys(),
                s.variablesKey(),
                s.plans(),
                s.locks(),
                s.log(),
                s.files(),
                s.clock(),
                s.memberships(),
                s.persons(),
                s.unauthenticatedVotes(),
                true,
                null,
                "test");
    }

    private static Run approved(RunServices services) {
        RunSource source = new RunSource(
                SourceKind.BRANCH,
                REPOSITORY,
                "0".repeat(40),
                "main",
                null,
                "alice",
                "alice",
                Trigger.PERSON,
                Tri.UNKNOWN);
        ObjectNode facts = Json.object();
        facts.putObject("request").put("stack", "prod/web").put("operation", "plan");
        Run run = services.book().create("prod/web", Operation.PLAN, source, facts);
        List<RunState> way = RunHome.way(RunState.APPROVED);
        for (RunState state : way.subList(1, way.size())) {
            run = services.book().step(run, state);
        }
        return run;
    }

    @Test
    public void contractForTools_mandatoryCheckThatIsAProgramOfTheAgent_isRefusedBeforeAnybodyIsAsked()
            throws Exception {
        Instant now = Instant.parse("2026-11-02T12:00:00Z");
        Path home = temporary.getRoot().toPath();
        Files.writeString(home.resolve("iac.yaml"), CATALOG.formatted("0".repeat(64), REPOSITORY));
        try (RunHome at = new RunHome(home, () -> now)) {
            RunServices services = controller(at.services());
            Run run = approved(services);
            IacException refused =
                    assertThrows(IacException.class, () -> new ApplySteps(services).contractForTools(run, null));
            assertEquals(IacException.Kind.REFUSED, refused.kind());
            assertEquals(
                    "task:scan has no answer: it was not asked",
                    refused.problem().found());
            assertEquals(
                    "a program of the agent answers only to iacApply: give the check an url, or apply without iacCredentials",
                    refused.problem().next());
            Run after = services.book().get(run.id());
            assertEquals(RunState.APPROVED, after.state());
            assertTrue("nobody outside was asked", after.fact("tasks").isMissingNode());
        }
    }
}
