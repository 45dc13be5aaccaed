package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness.Owner;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.StackId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The duty over a journal and a catalog: what is owed, what is called off, what is known. */
public class DriftDutyTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final Instant[] now = {Instant.parse("2026-11-21T12:00:00Z")};
    private final InstantSource clock = () -> now[0];
    private RunHome at;
    private DriftDuty duty;

    @Before
    public void open() throws Exception {
        Path home = temporary.getRoot().toPath();
        Files.writeString(
                home.resolve("iac.yaml"),
                """
                environments: [{name: prod}]
                pools:
                  - {name: all, environments: [prod], operations: [plan, drift, apply], tools: [{name: terraform, version: "1.11.4", path: /usr/bin/terraform, sha256: "%s"}]}
                  - {name: none, environments: [prod], operations: [plan], tools: [{name: terraform, version: "1.11.4", path: /usr/bin/terraform, sha256: "%s"}]}
                scopes:
                  - {path: "**", repository: "git@github.com:northstar/infra-live.git", ref: main, environment: prod, tool: {name: terraform, version: "1.11.4"}, backend: {type: local, config: {path: /state}}}
                  - {path: "prod/*", pools: [all]}
                  - {path: "odd/*", pools: [none]}
                stacks:
                  - {id: prod/web, directory: web}
                  - {id: prod/db, directory: db}
                  - {id: prod/cache, directory: cache}
                  - {id: odd/pool, directory: odd}
                  - {id: free/stack, directory: free, pools: [all]}
                driftSchedules:
                  - {stacks: "prod/*", every: 6h}
                  - {stacks: "odd/*", every: 6h}
                """
                        .formatted("0".repeat(64), "0".repeat(64)));
        at = new RunHome(home, clock);
        duty = new DriftDuty(at.services());
    }

    @After
    public void close() {
        at.close();
    }

    private Run run(String stack, Operation operation, RunState... states) {
        ObjectNode facts = Json.object();
        facts.putObject("request").put("stack", stack).put("operation", operation.id());
        facts.putObject("admission").put("pool", "all");
        Run run = at.services().book().create(stack, operation, RunHome.SOURCE, facts);
        for (RunState state : states) {
            run = at.services().book().step(run, state);
        }
        return run;
    }

    private Run failed(String stack) {
        return run(
                stack,
                Operation.DRIFT,
                RunState.ADMITTED,
                RunState.QUEUED,
                RunState.ASSIGNED,
                RunState.PREPARING,
                RunState.FAILED);
    }

    /** Every stack of the schedule, in vain, but somebody looked. */
    private void lookedAtAll() {
        List.of("prod/web", "prod/db", "prod/cache").forEach(this::failed);
    }

    private List<String> start() {
        return duty.agenda().start().stream().map(d -> d.stack().value()).toList();
    }

    @Test
    public void overdue_neverLookedOrLateByMoreThanAnInterval_isNamed() {
        assertEquals("nobody ever looked", 3, duty.overdue(duty.agenda()).size());
        lookedAtAll();
        assertEquals("looked at", 0, duty.overdue(duty.agenda()).size());
        now[0] = now[0].plus(Duration.ofHours(7));
        Instant first = duty.agenda().start().get(0).since();
        now[0] = first.plus(Duration.ofHours(6));
        assertEquals(
                "due, and not by more than an interval",
                0,
                duty.overdue(duty.agenda()).size());
        now[0] = now[0].plusSeconds(1);
        assertEquals("prod/", duty.overdue(duty.agenda()).get(0).stack().value().substring(0, 5));
        now[0] = now[0].plus(Duration.ofHours(7));
        assertEquals(3, duty.overdue(duty.agenda()).size());
    }

    @Test
    public void agenda_nobodyEverLooked_oneStartsTheOthersWaitAndTheRefusedIsNamed() {
        assertEquals(1, duty.agenda().start().size());
        assertEquals(2, duty.agenda().waiting().size());
        assertEquals(List.of("odd/pool"), List.copyOf(duty.refused().keySet()));
    }

    @Test
    public void agenda_checkAtWork_holdsThePoolAndItsEndFreesIt() {
        Run check = run("prod/web", Operation.DRIFT, RunState.ADMITTED);
        assertEquals(List.of(), start());
        at.services().book().step(check, RunState.CANCELED);
        assertEquals("called off means owed", 1, start().size());
    }

    @Test
    public void agenda_requestThatWasRejected_wasNoLook() {
        assertEquals(3, duty.overdue(duty.agenda()).size());
        List.of("prod/web", "prod/db", "prod/cache").forEach(s -> run(s, Operation.DRIFT, RunState.REJECTED));
        assertEquals(
                "whoever may not look has not looked",
                3,
                duty.overdue(duty.agenda()).size());
        assertEquals(1, start().size());
    }

    @Test
    public void agenda_checkThatSomebodyElsePromised_countsAsOneAtWork() {
        StackId promised = duty.agenda().start().get(0).stack();
        assertEquals(List.of(), duty.agenda(Map.of(promised, "all")).start());
        assertEquals(3, duty.agenda(Map.of(promised, "all")).waiting().size());
        List<StackId> other = duty.agenda(Map.of(promised, "another")).start().stream()
                .map(d -> d.stack())
                .toList();
        assertEquals("its pool is free, but nobody looks at it twice", 1, other.size());
        assertFalse(other.contains(promised));
    }

    /** A check that waits for an agent since a minute that counts up. */
    private Run waiting(String stack) {
        now[0] = now[0].plusSeconds(60);
        return new InLine(at.services()).toPlan(run(stack, Operation.DRIFT, RunState.ADMITTED), "all");
    }

    private Map<String, Condition> held() {
        return DriftDuty.held(
                at.services().book().all(),
                at.services().admission().get().catalog().drift());
    }

    @Test
    public void held_checksBeyondWhatTheScheduleAllows_waitInTheOrderInWhichTheyCame() {
        Run first = waiting("prod/web");
        Run second = waiting("prod/db");
        Run third = waiting("prod/cache");
        Run unscheduled = waiting("free/stack");
        assertEquals(Set.of(second.id(), third.id()), held().keySet());
        Condition reason = held().get(second.id());
        assertEquals("drift.pool", reason.rule());
        assertEquals("1 at work", reason.found());
        new InLine(at.services()).given(first.id());
        assertEquals("it has its agent", Set.of(second.id(), third.id()), held().keySet());
        at.services().book().step(at.services().book().get(first.id()), RunState.CANCELED);
        at.services().book().step(at.services().book().get(unscheduled.id()), RunState.CANCELED);
        assertEquals("its end lets the next one go", Set.of(third.id()), held().keySet());
    }

    @Test
    public void held_plansAndChecksOfAnotherPool_areInNobodysWay() {
        new InLine(at.services()).toPlan(run("prod/web", Operation.PLAN, RunState.ADMITTED), "all");
        new InLine(at.services()).toPlan(run("odd/pool", Operation.DRIFT, RunState.ADMITTED), "none");
        waiting("prod/db");
        assertEquals(Map.of(), held());
    }

    @Test
    public void agenda_lookedAtAll_nothingUntilThePoint() {
        lookedAtAll();
        assertEquals(List.of(), start());
        now[0] = duty.agenda().next();
        assertEquals(1, start().size());
        now[0] = now[0].plus(Duration.ofHours(8));
        assertEquals(1, start().size());
        assertEquals(2, duty.agenda().waiting().size());
    }

    @Test
    public void superseded_realRunOfTheSameStack_callsTheCheckOff() {
        Run check = run("prod/web", Operation.DRIFT, RunState.ADMITTED);
        run("prod/db", Operation.PLAN, RunState.ADMITTED);
        assertEquals(List.of(), duty.superseded());
        run("prod/web", Operation.FMT, RunState.ADMITTED);
        assertEquals("a format check wants nothing of the stack", List.of(), duty.superseded());
        ObjectNode line = Json.object();
        line.putObject(InLine.FACT).put("lane", "SPECULATIVE");
        at.services().book().facts(run("prod/web", Operation.PLAN, RunState.ADMITTED), line);
        assertEquals("a plan of a request changes nothing", List.of(), duty.superseded());
        Run real = run("prod/web", Operation.PLAN, RunState.ADMITTED);
        assertEquals(
                List.of(check.id()), duty.superseded().stream().map(Run::id).toList());
        at.services().book().step(real, RunState.CANCELED);
        assertEquals(List.of(), duty.superseded());
    }

    private Run checked(String stack, String state) {
        Run run = run(
                stack,
                Operation.DRIFT,
                RunState.ADMITTED,
                RunState.QUEUED,
                RunState.ASSIGNED,
                RunState.PREPARING,
                RunState.PLANNING);
        ObjectNode facts = Json.object();
        facts.putObject("drift").put("state", state).putObject("counts").put("deleted", 1);
        return at.services().book().step(at.services().book().facts(run, facts), RunState.NO_CHANGES);
    }

    private DriftStatus status() {
        DriftStatus status = duty.statuses().getOrDefault(RunHome.STACK.value(), DriftStatus.NEVER);
        List<Run> runs = at.services().book().all().stream()
                .filter(r -> r.stackName().equals(RunHome.STACK.value()))
                .toList();
        assertEquals("one stack by its own runs", status, DriftStatus.of(runs));
        return status;
    }

    @Test
    public void status_overRuns_isApartFromHowTheyEnded() throws Exception {
        assertEquals(DriftStatus.State.UNKNOWN, status().state());
        Run drifted = checked("prod/web", "drifted");
        assertEquals(DriftStatus.State.DRIFTED, status().state());
        Run failed = failed("prod/web");
        DriftStatus after = status();
        assertEquals("a check that failed knows nothing new", DriftStatus.State.DRIFTED, after.state());
        assertEquals(drifted.id(), after.run());
        assertEquals(failed.id(), after.failed());
        run("prod/web", Operation.PLAN, RunState.ADMITTED, RunState.CANCELED);
        assertEquals(DriftStatus.State.DRIFTED, status().state());
        checked("prod/web", "suppressed");
        assertEquals(DriftStatus.State.SUPPRESSED, status().state());
        checked("prod/web", "drifted");
        at.runAt(RunState.VERIFIED);
        assertEquals("a plan after the apply was empty", DriftStatus.State.CLEAN, status().state());
        at.crashAndRecover(Owner.UNKNOWN);
        assertEquals(
                "known after a restart",
                DriftStatus.State.CLEAN,
                DriftStatus.of(at.services().book().all()).state());
    }

    @Test
    public void status_appliedInPart_staysAsItWas() throws Exception {
        checked("prod/web", "drifted");
        Run part = at.runAt(RunState.VERIFYING);
        ObjectNode request = part.fact("request").deepCopy();
        request.putArray("targets").add("terraform_data.a");
        ObjectNode facts = Json.object();
        facts.set("request", request);
        at.services().book().step(at.services().book().facts(part, facts), RunState.VERIFIED);
        assertEquals("a part was looked at", DriftStatus.State.DRIFTED, status().state());
    }

    @Test
    public void status_afterAnEndInDoubt_isUnknownUntilSomebodyLooks() throws Exception {
        Map<RunState, DriftStatus.State> table = new EnumMap<>(RunState.class);
        for (RunState state : RunState.values()) {
            if (Lifecycle.isEnd(state)) {
                table.put(state, DriftStatus.State.CLEAN);
            }
        }
        table.put(RunState.APPLY_FAILED, DriftStatus.State.UNKNOWN);
        table.put(RunState.APPLY_UNKNOWN, DriftStatus.State.UNKNOWN);
        table.put(RunState.VERIFICATION_FAILED, DriftStatus.State.UNKNOWN);
        for (var row : table.entrySet()) {
            checked("prod/web", "clean");
            Run end = at.runAt(row.getKey());
            assertEquals(row.getKey().id(), row.getValue(), status().state());
            for (var lock : at.services().locks().table().locksOf(end.id())) {
                at.services().locks().release(lock.scope(), end.id(), lock.token());
            }
        }
        Run doubt = at.runAt(RunState.APPLY_FAILED);
        assertEquals(doubt.id(), status().run());
        checked("prod/web", "clean");
        assertEquals(DriftStatus.State.CLEAN, status().state());
    }

    @Test
    public void status_lookBeforeTheEndInDoubt_tellsNothingOfWhatCameAfter() throws Exception {
        Run applying = at.runAt(RunState.APPLYING);
        now[0] = now[0].plusSeconds(60);
        checked("prod/web", "clean");
        assertEquals(DriftStatus.State.CLEAN, status().state());
        now[0] = now[0].plusSeconds(60);
        at.services().book().step(applying, RunState.APPLY_UNKNOWN);
        assertEquals(DriftStatus.State.UNKNOWN, status().state());
        now[0] = now[0].plusSeconds(60);
        checked("prod/web", "drifted");
        assertEquals(DriftStatus.State.DRIFTED, status().state());
    }
}
