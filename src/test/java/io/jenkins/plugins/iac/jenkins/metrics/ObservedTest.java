package io.jenkins.plugins.iac.jenkins.metrics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.catalog.LoadResult;
import io.jenkins.plugins.iac.evidence.CopyStatus;
import io.jenkins.plugins.iac.jenkins.queue.PoolUse;
import io.jenkins.plugins.iac.jenkins.run.ArchivedEvidence;
import io.jenkins.plugins.iac.journal.JournalHealth;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.lock.LockStatus;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.DriftStatus;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Test;

/** A whole scrape: every metric there is, in the grammar of the text format, with the values that were put in. */
public class ObservedTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final LoadResult CATALOG = CatalogLoader.load(
            """
            environments: [{name: prod}]
            pools:
              - {name: pool-a, label: a, environments: [prod], operations: [plan, drift, apply], maxConcurrent: 4, tools: [{name: terraform, version: "1.11.4", path: /usr/bin/terraform, sha256: "%s"}]}
            scopes:
              - {path: "**", repository: "git@github.com:northstar/infra-live.git", ref: main, environment: prod, pools: [pool-a], tool: {name: terraform, version: "1.11.4"}, backend: {type: local, config: {path: /state}}}
            stacks:
              - {id: prod/network, directory: network}
              - {id: prod/db, directory: db, dependsOn: [prod/network]}
            """
                    .formatted("0".repeat(64)),
            "a test");
    private static final Pattern SERIES = Pattern.compile(
            "([a-z_]+)(?:\\{((?:[a-z_]+=\"(?:[^\"\\\\\n]|\\\\[\"\\\\n])*\",?)+)})? (-?[0-9]+(?:\\.[0-9]+)?)");

    private final Meters meters = new Meters();
    private final RunMeter runMeter = new RunMeter(meters, NOW.minusSeconds(3600));
    private final Names names = new Names(List.of("pool-a"), List.of("prod/network", "prod/db"));

    private static Run run(String id, String stack, Operation operation, RunState... states) {
        List<Run.Step> steps = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            steps.add(new Run.Step(states[i], NOW.minusSeconds(600L - i * 10L)));
        }
        ObjectNode facts = Json.object();
        facts.putObject("admission").put("pool", "pool-a");
        facts.putObject("receipt").put("image", "sha256:" + "1".repeat(64));
        facts.putArray("identitySessions")
                .addObject()
                .put("issuedAt", NOW.minusSeconds(30).toString());
        if (operation == Operation.DRIFT) {
            ObjectNode drift = facts.putObject("drift");
            drift.put("state", "drifted");
            drift.putObject("counts").put("unauthorised_mutation", 2).put("deleted", 1);
        }
        RunSource source = new RunSource(SourceKind.BRANCH, null, null, null, null, "a", null, null, null);
        return new Run(id, states[states.length - 1], stack, operation, source, facts, steps, List.of());
    }

    private static List<Run> runs() {
        return List.of(
                run(
                        "r1",
                        "prod/network",
                        Operation.PLAN,
                        RunState.PREPARING,
                        RunState.PLANNED,
                        RunState.AWAITING_APPROVAL,
                        RunState.APPROVED,
                        RunState.APPLYING,
                        RunState.APPLIED,
                        RunState.VERIFIED),
                run("r2", "prod/network", Operation.PLAN, RunState.PREPARING, RunState.POLICY_FAILED),
                run("r3", "prod/network", Operation.PLAN, RunState.REJECTED),
                run("r4", "prod/network", Operation.PLAN, RunState.PREPARING, RunState.AWAITING_APPROVAL),
                run("r5", "prod/db", Operation.DRIFT, RunState.PREPARING, RunState.NO_CHANGES));
    }

    private static CopyStatus copy(CopyStatus.State state, long records) {
        return new CopyStatus(Path.of("/copy"), state, records, 10, NOW, "");
    }

    private String text(LoadResult catalog, JournalHealth journal, CopyStatus... copies) {
        Lock lock = new Lock(
                LockScope.stack(new StackId("prod/db")), "r1", NOW.minusSeconds(90), "apply", 7, null, "apply_unknown");
        Lock withIt =
                new Lock(LockScope.environment("prod"), "r1", NOW.minusSeconds(95), "apply", 6, null, "apply_unknown");
        Lock held = new Lock(
                LockScope.stack(new StackId("prod/network")), "r9", NOW.minusSeconds(30), "apply", 8, null, null);
        PoolUse.Use waiting = new PoolUse.Use("prod/db", "plan", NOW.minusSeconds(45), "", "r9", 1);
        Map<String, DriftStatus> drift = Map.of("prod/db", DriftStatus.of(runs().subList(4, 5)));
        Observed observed = new Observed(
                runs(),
                catalog,
                List.of(
                        new LockStatus(lock, Duration.ofSeconds(90), LockStatus.State.FROZEN, ""),
                        new LockStatus(withIt, Duration.ofSeconds(95), LockStatus.State.FROZEN, ""),
                        new LockStatus(held, Duration.ofSeconds(30), LockStatus.State.HELD, "")),
                1,
                3,
                journal,
                List.of(copies),
                Map.of(ArchivedEvidence.State.CHANGED, 4L),
                () -> Map.of("pool-a", new PoolUse(List.of(waiting), List.of())),
                () -> drift,
                NOW);
        long begin = System.nanoTime() - Duration.ofSeconds(5).toNanos();
        // The scrape after the first, which has 0 for what was counted.
        observed.text(runMeter, meters, names, begin);
        return observed.text(runMeter, meters, names, begin);
    }

    private static JournalHealth health(JournalHealth.State state) {
        return new JournalHealth(state, 4096, 2);
    }

    private static Map<String, Double> values(String text) {
        return text.lines()
                .filter(l -> !l.startsWith("#"))
                .collect(Collectors.toMap(
                        l -> l.substring(0, l.lastIndexOf(' ')),
                        l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1))));
    }

    /** Written from the description of the format, version 0.0.4, and not from what writes it. */
    @Test
    public void text_isInTheGrammarOfTheFormat() {
        String text = text(CATALOG, health(JournalHealth.State.WRITABLE), copy(CopyStatus.State.CURRENT, 10));
        assertTrue("the last line ends", text.endsWith("\n"));
        Set<String> families = new HashSet<>();
        Set<String> series = new HashSet<>();
        String family = "";
        String type = "";
        double before = 0;
        String[] lines = text.split("\n");
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.startsWith("# HELP ")) {
                family = line.split(" ")[2];
                assertTrue("a family stands together: " + line, families.add(family));
                assertFalse("help escapes: " + line, line.contains("\\"));
                Matcher next = Pattern.compile("# TYPE " + family + " (gauge|counter|histogram)")
                        .matcher(lines[++i]);
                assertTrue("help, then type: " + lines[i], next.matches());
                type = next.group(1);
                assertEquals("counters end so: " + family, type.equals("counter"), family.endsWith("_total"));
                continue;
            }
            Matcher matcher = SERIES.matcher(line);
            assertTrue("a series: " + line, matcher.matches());
            assertTrue("once: " + line, series.add(line.substring(0, line.lastIndexOf(' '))));
            String end = matcher.group(1).substring(family.length());
            assertTrue(line, matcher.group(1).startsWith(family));
            assertTrue(
                    line,
                    type.equals("histogram")
                            ? List.of("_bucket", "_sum", "_count").contains(end)
                            : end.isEmpty());
            if (end.equals("_bucket")) {
                double value = Double.parseDouble(matcher.group(3));
                assertTrue("buckets add up: " + line, line.contains("le=\"1\"") || value >= before);
                before = value;
            } else if (end.equals("_count")) {
                assertEquals("all are in the last bucket", before, Double.parseDouble(matcher.group(3)), 0);
            }
        }
    }

    @Test
    public void text_hasEveryMetricThatJournalAndMomentTell() {
        String text = text(CATALOG, health(JournalHealth.State.WRITABLE), copy(CopyStatus.State.CURRENT, 10));
        Set<String> missing = Arrays.stream(Metric.values())
                .map(Metric::id)
                .filter(id -> !text.contains("# TYPE " + id + " "))
                .collect(Collectors.toSet());
        assertEquals(
                "those that only agents tell",
                Set.of(
                        "iac_freeze_wait_seconds",
                        "iac_stack_queue_seconds_total",
                        "iac_stack_queues_total",
                        "iac_stack_lock_wait_seconds_total",
                        "iac_stack_lock_waits_total"),
                missing);
        Map<String, Double> values = values(text);
        Object[][] rows = {
            {"iac_catalog_valid", 1},
            {"iac_runs_live{state=\"awaiting_approval\"}", 1},
            {"iac_approvals_waiting_oldest_seconds", 590},
            {"iac_pool_waiting{pool=\"pool-a\"}", 1},
            {"iac_pool_waiting_oldest_seconds{pool=\"pool-a\"}", 45},
            {"iac_pool_limit{pool=\"pool-a\"}", 4},
            {"iac_pool_image_age_seconds{pool=\"pool-a\"}", 600},
            {"iac_stack_image_age_seconds{pool=\"pool-a\",stack=\"prod/db\"}", 600},
            {"iac_locks{state=\"frozen\"}", 2},
            {"iac_lock_oldest_seconds{state=\"frozen\"}", 95},
            {"iac_lock_oldest_seconds{state=\"held\"}", 30},
            {"iac_lock_oldest_seconds{state=\"orphan\"}", 0},
            {"iac_freezes", 1},
            {"iac_plans_due", 1},
            {"iac_stack_in_doubt{stack=\"prod/db\"}", 1},
            {"iac_stacks_by_drift{status=\"drifted\"}", 1},
            {"iac_stack_drift_objects{pool=\"pool-a\",stack=\"prod/db\"}", 3},
            {"iac_tokens_issued_total{pool=\"pool-a\"}", 5},
            {"iac_fencing_refusals_total{by=\"lock\"}", 3},
            {"iac_fencing_refusals_total{by=\"journal\"}", 2},
            {"iac_evidence_archived_total{state=\"changed\"}", 4},
            {"iac_journal_free_bytes", 4096},
        };
        for (Object[] row : rows) {
            assertEquals((String) row[0], ((Integer) row[1]).doubleValue(), values.get((String) row[0]), 0);
        }
        assertFalse("what is frozen with a stack is no stack", text.contains("iac_stack_in_doubt{stack=\"other\"}"));
    }

    @Test
    public void text_scrapeSeconds_containWhatWasReadBefore() {
        double seconds =
                values(text(CATALOG, health(JournalHealth.State.WRITABLE))).get("iac_scrape_seconds");
        assertTrue("five of reading, and some of writing: " + seconds, seconds >= 5 && seconds < 60);
    }

    @Test
    public void text_journalAndCopies_eachStateOfItsOwn() {
        for (JournalHealth.State state : JournalHealth.State.values()) {
            Map<String, Double> values = values(text(CATALOG, health(state)));
            for (JournalHealth.State each : JournalHealth.State.values()) {
                String series = "iac_journal_state{state=\"" + each.name().toLowerCase(java.util.Locale.ROOT) + "\"}";
                assertEquals(series, each == state ? 1.0 : 0.0, values.get(series), 0);
            }
            assertFalse("nobody looked yet", values.keySet().stream().anyMatch(s -> s.startsWith("iac_evidence_cop")));
        }
        Map<String, Double> values = values(text(
                CATALOG,
                health(JournalHealth.State.NO_ROOM),
                copy(CopyStatus.State.UNREACHABLE, 0),
                copy(CopyStatus.State.BEHIND, 7),
                copy(CopyStatus.State.DIVERGED, 12)));
        assertEquals(1, values.get("iac_evidence_copies{state=\"unreachable\"}"), 0);
        assertEquals(1, values.get("iac_evidence_copies{state=\"behind\"}"), 0);
        assertEquals(1, values.get("iac_evidence_copies{state=\"diverged\"}"), 0);
        assertEquals(0, values.get("iac_evidence_copies{state=\"current\"}"), 0);
        assertEquals(10, values.get("iac_evidence_copy_missing_records"), 0);
    }

    @Test
    public void text_catalogWithAnError_saysSoAndTellsTheRest() {
        String text = text(CatalogLoader.load("pools: 5", "a test"), health(JournalHealth.State.WRITABLE));
        Map<String, Double> values = values(text);
        assertEquals(0, values.get("iac_catalog_valid"), 0);
        assertEquals(1, values.get("iac_runs_live{state=\"awaiting_approval\"}"), 0);
        assertFalse(text.contains("iac_stacks_by_drift"));
    }
}
