package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PlanDutyTest {
    private static final RunState[] PLANNED = {
        RunState.ADMITTED, RunState.QUEUED, RunState.ASSIGNED, RunState.PREPARING, RunState.PLANNING, RunState.PLANNED
    };

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Instant now = Instant.parse("2026-11-02T12:00:00Z");
    private final InstantSource clock = () -> now;
    private Catalog catalog;
    private RunHome at;

    @Before
    public void open() throws Exception {
        Path home = temporary.getRoot().toPath();
        Files.writeString(
                home.resolve("iac.yaml"),
                """
                environments: [{name: prod}]
                scopes:
                  - {path: "**", repository: "git@github.com:northstar/infra-live.git", ref: main, environment: prod, tool: {name: terraform, version: "1.11.4"}, backend: {type: local, config: {path: /state}}}
                stacks:
                  - {id: prod/network, directory: network}
                  - {id: prod/db, directory: db, dependsOn: [prod/network]}
                  - {id: prod/cache, directory: cache, dependsOn: [prod/network]}
                  - {id: prod/app, directory: app, dependsOn: [prod/db, prod/cache]}
                """);
        catalog = CatalogLoader.load(home.resolve("iac.yaml")).orThrow();
        at = new RunHome(home, clock);
    }

    @After
    public void close() {
        at.close();
    }

    private Run run(String stack, Operation operation, RunState... states) {
        ObjectNode facts = Json.object();
        facts.putObject("request").put("stack", stack).put("operation", operation.id());
        return steps(at.services().book().create(stack, operation, RunHome.SOURCE, facts), states);
    }

    private Run steps(Run run, RunState... states) {
        for (RunState state : states) {
            now = now.plusSeconds(1);
            run = at.services().book().step(run, state);
        }
        now = now.plusSeconds(1);
        return run;
    }

    private Run applied(String stack) {
        return verified(stack, RunState.VERIFIED);
    }

    private Run verified(String stack, RunState end) {
        return steps(
                run(stack, Operation.PLAN, PLANNED),
                RunState.POLICY_CHECKED,
                RunState.APPROVED,
                RunState.APPLY_QUEUED,
                RunState.APPLY_ASSIGNED,
                RunState.LOCKED,
                RunState.APPLYING,
                RunState.APPLIED,
                RunState.VERIFYING,
                end,
                RunState.SEALED);
    }

    private List<String> due() {
        return PlanDuty.of(catalog, at.services().book().all()).stream()
                .map(d -> d.stack() + " because of " + d.upstream())
                .toList();
    }

    @Test
    public void of_nothingApplied_nothingIsDue() {
        run("prod/network", Operation.PLAN, PLANNED);
        assertEquals(List.of(), due());
    }

    @Test
    public void of_appliedStack_whatDependsOnItDirectlyIsDue() {
        Run network = applied("prod/network");
        assertEquals(List.of("prod/db because of prod/network", "prod/cache because of prod/network"), due());
        PlanDuty first = PlanDuty.of(catalog, at.services().book().all()).get(0);
        assertEquals(network.id(), first.run());
        assertEquals(
                "prod/network, on which it depends, was applied by run " + network.id() + " at " + first.since(),
                first.because());
    }

    @Test
    public void of_failedVerification_makesAPlanDueOnceItIsOverridden() {
        Run network = verified("prod/network", RunState.VERIFICATION_FAILED);
        assertEquals(List.of(), due());
        run("prod/cache", Operation.PLAN, PLANNED);
        Instant overridden = now.plusSeconds(60);
        ObjectNode unlocked = Json.object().put("by", "olga").put("at", overridden.toString());
        at.services().book().facts(network, Journey.fact(Run.UNLOCKED, unlocked));
        assertEquals("broken by hand, so nobody knows what stands", List.of(), due());
        ArrayNode overrides = Json.array();
        for (int second = 0; second < 2; second++) {
            overrides
                    .addObject()
                    .put("policy", "p" + second)
                    .putObject("override")
                    .put("at", overridden.minusSeconds(second).toString());
        }
        // As it stands once the records are compacted: when it was unlocked is not kept.
        ObjectNode kept = Json.object();
        kept.set(Run.OVERRIDES, overrides);
        at.services().book().facts(network, Journey.fact(Run.UNLOCKED, kept));
        assertEquals(List.of("prod/db because of prod/network", "prod/cache because of prod/network"), due());
        assertEquals(
                overridden,
                PlanDuty.of(catalog, at.services().book().all()).get(0).since());
        now = overridden.plusSeconds(1);
        run("prod/cache", Operation.PLAN, PLANNED);
        assertEquals(List.of("prod/db because of prod/network"), due());
    }

    /** Each row: how the plan of the stack downstream went, and whether one is still due. */
    @Test
    public void of_runDownstreamSince_settlesItOnlyIfThereIsAPlan() {
        Object[][] table = {
            {Operation.PLAN, new RunState[] {RunState.ADMITTED, RunState.QUEUED}, false},
            {Operation.PLAN, PLANNED, false},
            {Operation.PLAN, plus(RunState.PLANNING, RunState.NO_CHANGES), false},
            {Operation.DESTROY, PLANNED, false},
            {Operation.PLAN, new RunState[] {RunState.REJECTED}, true},
            {Operation.PLAN, new RunState[] {RunState.ADMITTED, RunState.CANCELED}, true},
            {Operation.PLAN, plus(RunState.PLANNING, RunState.FAILED), true},
            {Operation.DRIFT, plus(RunState.PLANNING, RunState.NO_CHANGES), true},
            {Operation.VALIDATE, plus(RunState.PREPARING, RunState.CHECKED), true},
        };
        for (Object[] row : table) {
            applied("prod/db");
            now = now.plus(Duration.ofMinutes(1));
            assertEquals(List.of("prod/app because of prod/db"), due());
            run("prod/app", (Operation) row[0], (RunState[]) row[1]);
            assertEquals(
                    row[0] + " to " + List.of((RunState[]) row[1]),
                    row[2].equals(true) ? List.of("prod/app because of prod/db") : List.of(),
                    due());
        }
    }

    private static RunState[] plus(RunState from, RunState to) {
        List<RunState> way = new java.util.ArrayList<>();
        for (RunState state : PLANNED) {
            way.add(state);
            if (state == from) {
                break;
            }
        }
        way.add(to);
        return way.toArray(RunState[]::new);
    }

    @Test
    public void of_planBeforeTheApply_doesNotSettleIt_andAReopenedJournalSaysTheSame() throws Exception {
        run("prod/app", Operation.PLAN, PLANNED);
        applied("prod/db");
        applied("prod/cache");
        assertEquals("the latest is the reason", List.of("prod/app because of prod/cache"), due());
        at.close();
        at = new RunHome(temporary.getRoot().toPath(), clock);
        assertEquals(List.of("prod/app because of prod/cache"), due());
    }
}
