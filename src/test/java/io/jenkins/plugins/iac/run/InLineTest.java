package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.LockClaim;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.lock.Waiter;
import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import io.jenkins.plugins.iac.lock.WaitingRun.Priority;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class InLineTest {
    private static final String CATALOG =
            """
            environments: [{name: prod}, {name: look}]
            rules:
              - {name: look-only, when: "environment.name == 'look' && operation == 'apply'", require: "false", message: "no"}
            pools:
              - {name: all, environments: [prod, look], maxConcurrent: 1, operations: [plan, drift, validate, apply], tools: [{name: terraform, version: "1.11.4", path: /usr/bin/terraform, sha256: "%s"}]}
            scopes:
              - {path: "**", repository: "git@github.com:northstar/infra-live.git", ref: main, environment: prod, pools: [all], tool: {name: terraform, version: "1.11.4"}, backend: {type: local, config: {path: /state}}}
              - {path: "look/*", environment: look}
            stacks:
              - {id: prod/network, directory: network}
              - {id: prod/db, directory: db, dependsOn: [prod/network]}
              - {id: look/db, directory: db}
            """
                    .formatted("0".repeat(64));

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Instant now = Instant.parse("2026-11-02T12:00:00Z");
    private final InstantSource clock = () -> now;
    private RunHome at;

    @Before
    public void open() throws Exception {
        Files.writeString(home().resolve("iac.yaml"), CATALOG);
        at = new RunHome(home(), clock);
    }

    private Path home() {
        return temporary.getRoot().toPath();
    }

    @After
    public void close() {
        at.close();
    }

    private Run run(String stack, Operation operation, RunSource source, RunState... states) {
        ObjectNode facts = Json.object();
        facts.putObject("request").put("stack", stack).put("operation", operation.id());
        facts.putObject("admission").put("pool", "all");
        Run run = at.services().book().create(stack, operation, source, facts);
        for (RunState state : states) {
            now = now.plusSeconds(1);
            run = at.services().book().step(run, state);
        }
        return run;
    }

    private Run due(String stack) {
        return run(
                stack,
                Operation.PLAN,
                source(SourceKind.BRANCH, Trigger.PERSON),
                RunState.ADMITTED,
                RunState.QUEUED,
                RunState.ASSIGNED,
                RunState.PREPARING,
                RunState.PLANNING,
                RunState.PLANNED,
                RunState.POLICY_CHECKED,
                RunState.APPROVED,
                RunState.APPLY_QUEUED);
    }

    private static RunSource source(SourceKind kind, Trigger trigger) {
        return new RunSource(
                kind,
                "git@github.com:northstar/infra-live.git",
                "0".repeat(40),
                "main",
                null,
                "alice",
                "alice",
                trigger,
                Tri.UNKNOWN);
    }

    private Admission admission() {
        return at.services().admission().get();
    }

    private Condition held(Run run) {
        return InLine.held(run, this::admission, at.services().locks().table(), now);
    }

    /** Each row: stack, operation, source, trigger; the lane and the priority. What can never be applied holds up nobody. */
    @Test
    public void toPlan_table_findsLaneAndPriority() {
        Object[][] table = {
            {"prod/db", Operation.PLAN, SourceKind.BRANCH, Trigger.PERSON, Lane.TRACKED_PLAN, Priority.TRACKED},
            {"prod/db", Operation.PLAN, SourceKind.BRANCH, Trigger.TIMER, Lane.TRACKED_PLAN, Priority.SCHEDULED},
            {"prod/db", Operation.PLAN, SourceKind.PULL_REQUEST, Trigger.REQUEST, Lane.SPECULATIVE, Priority.TRACKED},
            {"prod/db", Operation.PLAN, SourceKind.UNKNOWN, Trigger.PERSON, Lane.SPECULATIVE, Priority.TRACKED},
            {"look/db", Operation.PLAN, SourceKind.BRANCH, Trigger.PERSON, Lane.SPECULATIVE, Priority.TRACKED},
            {"prod/db", Operation.DRIFT, SourceKind.SCHEDULE, Trigger.TIMER, Lane.SPECULATIVE, Priority.SCHEDULED},
            {"prod/db", Operation.VALIDATE, SourceKind.BRANCH, Trigger.PUSH, Lane.SPECULATIVE, Priority.TRACKED},
        };
        for (Object[] row : table) {
            Run admitted = run(
                    (String) row[0],
                    (Operation) row[1],
                    source((SourceKind) row[2], (Trigger) row[3]),
                    RunState.ADMITTED);
            Run queued = new InLine(at.services()).toPlan(admitted, "all");
            var place = InLine.of(queued).orElseThrow();
            assertEquals(List.of(row).toString(), RunState.QUEUED, queued.state());
            assertEquals(List.of(row).toString(), row[4], place.lane());
            assertEquals(List.of(row).toString(), row[5], place.priority());
            assertTrue(InLine.isWaiting(queued));
        }
    }

    @Test
    public void given_isRecorded_andAReopenedJournalKnowsWhoWaitsAndSinceWhen() throws Exception {
        Run waits = new InLine(at.services())
                .toPlan(
                        run("prod/db", Operation.PLAN, source(SourceKind.BRANCH, Trigger.PERSON), RunState.ADMITTED),
                        "all");
        Run works = new InLine(at.services())
                .toPlan(
                        run(
                                "prod/network",
                                Operation.PLAN,
                                source(SourceKind.BRANCH, Trigger.PERSON),
                                RunState.ADMITTED),
                        "all");
        new InLine(at.services()).given(works.id());
        at.close();
        now = now.plusSeconds(3600);
        at = new RunHome(home(), clock);
        Run again = at.services().book().get(waits.id());
        assertTrue(InLine.isWaiting(again));
        assertEquals(InLine.of(waits), InLine.of(again));
        Run worked = at.services().book().get(works.id());
        assertFalse(InLine.isWaiting(worked));
        assertTrue(InLine.isAtWork(worked));
        Map<String, Waiter> waiters =
                Waiters.of(at.services().book().all(), at.services().locks().table(), admission(), now);
        assertEquals(List.of(waits.id()), List.copyOf(waiters.keySet()));
        assertEquals(
                "place 1 in the line of all: order.upstream: expected no run of a stack it depends on, found run "
                        + works.id() + " of prod/network; wait until it ends",
                waiters.get(waits.id()).sentence());
    }

    @Test
    public void held_nothingInTheWay_isNothing_andAPlanIsNeverHeld() {
        assertNull(held(due("prod/db")));
        at.services().locks().freeze(LockScope.global(), "carol", "audit");
        assertNull(held(run(
                "prod/db",
                Operation.PLAN,
                source(SourceKind.BRANCH, Trigger.PERSON),
                RunState.ADMITTED,
                RunState.QUEUED)));
    }

    @Test
    public void held_eachThingInTheWay_isNamed() throws Exception {
        Run due = due("prod/db");
        at.services().locks().freeze(LockScope.environment("prod"), "carol", "audit");
        assertEquals("freeze.environment", held(due).rule());
        at.services().locks().unfreeze(LockScope.environment("prod"), "carol", "done");
        var upstream = at.services().locks().acquire(claim("20261102-120000-00000001", "prod/network"), "apply");
        assertEquals("order.upstream", held(due).rule());
        at.services().locks().release(upstream.scope(), upstream.run(), upstream.token());
        assertNull(held(due));
        at.services().locks().acquire(claim("20261102-120000-00000002", "prod/db"), "apply");
        assertEquals("lock.stack", held(due).rule());
        var without = CatalogLoader.load(
                Files.writeString(home().resolve("other.yaml"), CATALOG.replace("id: prod/db", "id: prod/other")));
        assertEquals(
                "unknown is no",
                "catalog",
                InLine.held(
                                due,
                                () -> new Admission(without.orThrow()),
                                at.services().locks().table(),
                                now)
                        .rule());
    }

    private LockClaim claim(String run, String stack) {
        return new LockClaim(run, new StackId(stack), "prod", now, List.of(), List.of());
    }

    @Test
    public void waiters_withoutACatalog_nothingThatWritesHasItsTurn() {
        Run due = due("prod/db");
        Waiter waiter = Waiters.of(
                        at.services().book().all(), at.services().locks().table(), null, now)
                .get(due.id());
        assertFalse(waiter.turn().mayGo());
        assertEquals(
                "catalog",
                Waiters.json(waiter).path("reasons").path(0).path("rule").asText());
        assertEquals(1, Waiters.json(waiter).path("position").asInt());
    }
}
