package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

/** Which build a host repeats because a stack upstream was applied. */
public class DueBuildTest {
    private static final Instant T = Instant.parse("2026-11-02T12:00:00Z");
    private static final Catalog CATALOG = CatalogLoader.load(
                    """
                    environments: [{name: prod}]
                    scopes:
                      - {path: "**", repository: "git@github.com:northstar/infra-live.git", ref: main, environment: prod, tool: {name: terraform, version: "1.11.4"}, backend: {type: local, config: {path: /state}}}
                    stacks:
                      - {id: prod/network, directory: network}
                      - {id: prod/db, directory: db, dependsOn: [prod/network]}
                      - {id: prod/cache, directory: cache, dependsOn: [prod/network]}
                    """,
                    "a test")
            .orThrow();

    private final List<Run> runs = new ArrayList<>();

    private Run add(String stack, String build, SourceKind kind, String lane, RunState... states) {
        ObjectNode facts = Json.object();
        facts.putObject("request").put("build", build);
        if (lane != null) {
            facts.putObject(InLine.FACT).put("lane", lane);
        }
        String id = "r" + runs.size();
        List<Run.Step> steps = Arrays.stream(states)
                .map(s -> new Run.Step(s, T.plusSeconds(runs.size())))
                .toList();
        RunSource source = new RunSource(kind, null, null, null, null, "alice", null, Trigger.PERSON, Tri.UNKNOWN);
        RunState last = states[states.length - 1];
        runs.add(new Run(id, last, stack, Operation.PLAN, source, facts, steps, List.of()));
        return runs.get(runs.size() - 1);
    }

    private Run planOnly(String stack, String build) {
        Run run = add(stack, build, SourceKind.BRANCH, "TRACKED_PLAN", RunState.PLANNED);
        PlanDuty.ask((ObjectNode) run.facts().get("request"), "due");
        return run;
    }

    private List<String> after(Run applied) {
        return DueBuild.after(applied.id(), CATALOG, runs).stream()
                .map(d -> d.duty().stack() + " " + d.build())
                .toList();
    }

    @Test
    public void after_lastPlanThatWasToBeApplied_isTheBuild() {
        Object[][] table = {
            {"in line for it", SourceKind.BRANCH, "TRACKED_PLAN", RunState.FAILED, true},
            {"applied", SourceKind.MANUAL, "WRITE", RunState.VERIFIED, true},
            {"without a line", SourceKind.SCHEDULE, null, RunState.AWAITING_APPROVAL, true},
            {"nothing but a plan", SourceKind.BRANCH, "SPECULATIVE", RunState.PLAN_ONLY, false},
            {"rejected", SourceKind.BRANCH, null, RunState.REJECTED, false},
            {"a request", SourceKind.PULL_REQUEST, "TRACKED_PLAN", RunState.PLANNED, false},
            {"a fork", SourceKind.FORK_PULL_REQUEST, "TRACKED_PLAN", RunState.AWAITING_APPROVAL, false},
            {"nobody knows", SourceKind.UNKNOWN, "TRACKED_PLAN", RunState.AWAITING_APPROVAL, false},
        };
        for (Object[] row : table) {
            runs.clear();
            add("prod/db", "folder/db#3", SourceKind.BRANCH, "TRACKED_PLAN", RunState.PLANNED);
            add("prod/db", "elsewhere#9", (SourceKind) row[1], (String) row[2], (RunState) row[3]);
            planOnly("prod/db", "due#1");
            Run network = add("prod/network", "network#1", SourceKind.BRANCH, "WRITE", RunState.VERIFIED);
            String expected = (boolean) row[4] ? "elsewhere#9" : "folder/db#3";
            assertEquals((String) row[0], List.of("prod/db " + expected, "prod/cache null"), after(network));
        }
    }

    @Test
    public void after_planSinceTheApply_orAnotherRun_nothing() {
        Run network = add("prod/network", "network#1", SourceKind.BRANCH, "WRITE", RunState.VERIFIED);
        add("prod/db", "db#1", SourceKind.BRANCH, "TRACKED_PLAN", RunState.PLANNED);
        assertEquals(List.of("prod/cache null"), after(network));
        Run again = add("prod/network", "network#2", SourceKind.BRANCH, "WRITE", RunState.VERIFIED);
        assertEquals("the later one is the reason", List.of(), after(network));
        assertEquals(List.of("prod/db db#1", "prod/cache null"), after(again));
    }
}
