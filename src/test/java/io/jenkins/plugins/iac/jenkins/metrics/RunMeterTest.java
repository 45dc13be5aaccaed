package io.jenkins.plugins.iac.jenkins.metrics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

/** Each step of each run is counted once, whenever and however often it is looked at. */
public class RunMeterTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private final Meters meters = new Meters();
    private final RunMeter meter = new RunMeter(meters, START);
    private final Names names = new Names(List.of("pool-a"), List.of("prod/db"));

    private static Run run(String id, String stack, String pool, Object... statesAndSeconds) {
        List<Run.Step> steps = new ArrayList<>();
        for (int i = 0; i < statesAndSeconds.length; i += 2) {
            steps.add(
                    new Run.Step((RunState) statesAndSeconds[i], START.plusSeconds((Integer) statesAndSeconds[i + 1])));
        }
        var facts = Json.object();
        facts.putObject("admission").put("pool", pool);
        RunSource source = new RunSource(SourceKind.FORK_PULL_REQUEST, null, null, null, null, "a", null, null, null);
        return new Run(id, steps.get(steps.size() - 1).state(), stack, Operation.PLAN, source, facts, steps, List.of());
    }

    private static Run whole(String id) {
        return run(
                id,
                "prod/db",
                "pool-a",
                RunState.PREPARING,
                1,
                RunState.PLANNING,
                4,
                RunState.PLANNED,
                11,
                RunState.AWAITING_APPROVAL,
                12,
                RunState.APPROVED,
                112,
                RunState.APPLY_ASSIGNED,
                120,
                RunState.LOCKED,
                123,
                RunState.APPLYING,
                124,
                RunState.APPLIED,
                164,
                RunState.VERIFIED,
                170,
                RunState.SEALED,
                171);
    }

    private String text() {
        // A series is 0 when it is written first.
        meters.write(new Exposition());
        Exposition out = new Exposition();
        meters.write(out);
        return out.text();
    }

    private void has(String line) {
        assertTrue(line + " in\n" + text(), text().contains("\n" + line + "\n"));
    }

    @Test
    public void wholeRun_isMeasuredInItsParts() {
        meter.take(List.of(whole("1")), names);
        has("iac_runs_total{pool=\"pool-a\",operation=\"plan\",end=\"verified\"} 1");
        has("iac_plan_seconds_sum{pool=\"pool-a\",operation=\"plan\"} 10");
        has("iac_approval_seconds_sum{pool=\"pool-a\"} 100");
        has("iac_apply_seconds_sum{pool=\"pool-a\",operation=\"apply\"} 40");
        has("iac_apply_seconds_bucket{pool=\"pool-a\",operation=\"apply\",le=\"30\"} 0");
        has("iac_apply_seconds_bucket{pool=\"pool-a\",operation=\"apply\",le=\"60\"} 1");
        has("iac_apply_seconds_bucket{pool=\"pool-a\",operation=\"apply\",le=\"+Inf\"} 1");
        has("iac_verify_seconds_sum{pool=\"pool-a\"} 6");
        has("iac_stack_runs_total{pool=\"pool-a\",stack=\"prod/db\",end=\"well\"} 1");
        has("iac_stack_plan_seconds_total{pool=\"pool-a\",stack=\"prod/db\"} 10");
        has("iac_stack_apply_seconds_total{pool=\"pool-a\",stack=\"prod/db\"} 40");
        has("iac_stack_approval_seconds_total{pool=\"pool-a\",stack=\"prod/db\"} 100");
        has("iac_stack_approvals_total{pool=\"pool-a\",stack=\"prod/db\"} 1");
        assertFalse("what it waited for a lock is measured in the queue", text().contains("lock_wait"));
    }

    /** To {@code increase()} a series that begins with 1 did not increase. */
    @Test
    public void seriesOfItsFirstCount_isWrittenAsNothingFirst() {
        meter.take(List.of(whole("1")), names);
        Exposition first = new Exposition();
        meters.write(first);
        String series = "iac_runs_total{pool=\"pool-a\",operation=\"plan\",end=\"verified\"} ";
        assertTrue(first.text(), first.text().contains("\n" + series + "0\n"));
        assertTrue(
                first.text(), first.text().contains("iac_plan_seconds_count{pool=\"pool-a\",operation=\"plan\"} 0\n"));
        meter.take(List.of(whole("1"), whole("2")), names);
        has(series + "2");
        has("iac_plan_seconds_count{pool=\"pool-a\",operation=\"plan\"} 2");
    }

    @Test
    public void planThatAPolicyRefused_countsForItsPoolAndItsStack() {
        meter.take(List.of(run("1", "prod/db", "pool-a", RunState.PREPARING, 1, RunState.POLICY_FAILED, 4)), names);
        has("iac_policy_rejections_total{pool=\"pool-a\",point=\"plan\"} 1");
        has("iac_stack_policy_rejections_total{pool=\"pool-a\",stack=\"prod/db\",point=\"plan\"} 1");
    }

    /** A run that ended so, with a policy of each given point that refuses, and one that only advises. */
    private static Run refused(String id, RunState end, String rule, String... points) {
        Run run = run(id, "prod/db", "pool-a", RunState.PREPARING, 1, end, 4);
        run.facts().putObject("refusal").putArray("conditions").addObject().put("rule", rule);
        var rows = run.facts().putArray("policy");
        for (String point : points) {
            rows.addObject().put("point", point).put("level", "hard-mandatory").put("passed", false);
        }
        rows.addObject().put("point", "verify").put("level", "advisory").put("passed", false);
        return run;
    }

    @Test
    public void refusalsByPoliciesBesideThePlan_countAtTheirPoint() {
        meter.take(
                List.of(
                        refused("1", RunState.REFUSED, "policy:hours", "apply"),
                        refused("2", RunState.REFUSED, "digest.source", "apply"),
                        refused("3", RunState.VERIFICATION_FAILED, "", "verify"),
                        refused("4", RunState.VERIFICATION_FAILED, ""),
                        refused("5", RunState.REJECTED, "", "admission")),
                names);
        has("iac_policy_rejections_total{pool=\"pool-a\",point=\"apply\"} 1");
        has("iac_policy_rejections_total{pool=\"pool-a\",point=\"verify\"} 1");
        has("iac_policy_rejections_total{pool=\"pool-a\",point=\"admission\"} 1");
        has("iac_stack_policy_rejections_total{pool=\"pool-a\",stack=\"prod/db\",point=\"apply\"} 1");
    }

    @Test
    public void everyScrape_countsOnlyWhatIsNew() {
        Run half = run("1", "prod/db", "pool-a", RunState.PREPARING, 1, RunState.PLANNING, 4, RunState.PLANNED, 11);
        meter.take(List.of(half), names);
        meter.take(List.of(half), names);
        has("iac_plan_seconds_count{pool=\"pool-a\",operation=\"plan\"} 1");
        assertFalse(text().contains("iac_runs_total"));
        meter.take(List.of(whole("1")), names);
        meter.take(List.of(whole("1"), whole("2")), names);
        has("iac_plan_seconds_count{pool=\"pool-a\",operation=\"plan\"} 2");
        has("iac_runs_total{pool=\"pool-a\",operation=\"plan\",end=\"verified\"} 2");
    }

    private static Run withTokens(int... seconds) {
        Run run = run("1", "prod/db", "pool-a", RunState.PREPARING, 1);
        var facts = Json.object();
        var issued = facts.putArray("identitySessions");
        for (int second : seconds) {
            issued.addObject().put("issuedAt", START.plusSeconds(second).toString());
        }
        return new Run(run.id(), run.state(), "prod/db", run.operation(), run.source(), facts, run.steps(), List.of());
    }

    @Test
    public void everyTokenOfARun_isCountedOnce() {
        meter.take(List.of(withTokens(-5, 2)), names);
        meter.take(List.of(withTokens(-5, 2)), names);
        has("iac_tokens_issued_total{pool=\"other\"} 1");
        meter.take(List.of(withTokens(-5, 2, 600, 1200)), names);
        has("iac_tokens_issued_total{pool=\"other\"} 3");
        has("iac_stack_tokens_issued_total{pool=\"other\",stack=\"prod/db\"} 3");
    }

    @Test
    public void runThatTheJournalDropped_keepsItsCount() {
        meter.take(List.of(whole("1")), names);
        meter.take(List.of(), names);
        meter.take(List.of(whole("2")), names);
        has("iac_runs_total{pool=\"pool-a\",operation=\"plan\",end=\"verified\"} 2");
    }

    @Test
    public void stepsBeforeTheStart_belongToThePredecessor() {
        meter.take(List.of(run("1", "prod/db", "pool-a", RunState.PREPARING, -20, RunState.FAILED, -10)), names);
        assertEquals("", text());
        meter.take(List.of(run("2", "prod/db", "pool-a", RunState.PREPARING, -20, RunState.PLANNED, 10)), names);
        has("iac_plan_seconds_sum{pool=\"pool-a\",operation=\"plan\"} 30");
    }

    @Test
    public void namesNobodyKnows_makeNoSeriesOfTheirOwn() {
        List<Run> hostile = IntStream.range(0, 1000)
                .mapToObj(i -> run("r" + i, "x\"} 1\n# y" + i, "pool-" + i, RunState.REJECTED, 1))
                .toList();
        meter.take(hostile, names);
        has("iac_runs_total{pool=\"other\",operation=\"plan\",end=\"rejected\"} 1000");
        has("iac_admission_rejections_total{source=\"fork_pull_request\"} 1000");
        has("iac_stack_runs_total{pool=\"other\",stack=\"other\",end=\"stopped\"} 1000");
        assertEquals(3, text().lines().filter(l -> !l.startsWith("#")).count());
    }

    @Test
    public void stacksBeyondTheBound_shareOneSeries() {
        List<String> many = IntStream.range(0, 10_000).mapToObj(i -> "s/" + i).toList();
        Names bounded = new Names(List.of(), many);
        long series = many.stream().map(bounded::stack).distinct().count();
        assertEquals(Names.MOST_STACKS + 1L, series);
    }

    /** Every stack in every pool would be a hundred thousand series. */
    @Test
    public void combinationsBeyondTheBound_countTogether() {
        for (int pool = 0; pool < 100; pool++) {
            for (int stack = 0; stack < 100; stack++) {
                Labels labels = Labels.of("pool", "p" + pool, "stack", "s" + stack, "end", "well");
                meters.add(Metric.STACK_ENDS, labels, 1);
            }
        }
        has("iac_stack_runs_total{pool=\"p0\",stack=\"s99\",end=\"well\"} 1");
        int rest = 10_000 - Meters.MOST_SERIES;
        has("iac_stack_runs_total{pool=\"other\",stack=\"other\",end=\"well\"} " + rest);
        assertEquals(
                Meters.MOST_SERIES + 1L,
                text().lines().filter(l -> !l.startsWith("#")).count());
    }

    @Test
    public void labelValues_areEscaped() {
        assertEquals("{a=\"\\\\ \\\" \\n\"}", Labels.of("a", "\\ \" \n").text());
    }

    @Test
    public void clockSetBack_countsAsNoTime() {
        meter.take(List.of(run("1", "prod/db", "pool-a", RunState.PREPARING, 50, RunState.PLANNED, 10)), names);
        has("iac_plan_seconds_sum{pool=\"pool-a\",operation=\"plan\"} 0");
    }
}
