package io.jenkins.plugins.iac.jenkins.metrics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.catalog.LoadResult;
import io.jenkins.plugins.iac.evidence.CopyStatus;
import io.jenkins.plugins.iac.jenkins.run.ArchivedEvidence;
import io.jenkins.plugins.iac.journal.JournalHealth;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.lock.LockStatus;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rules of docs/alerts.yml select series that the first scrape of a home has, and fire when docs/alerts-test.yml says. */
public class AlertRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Pattern SELECTOR = Pattern.compile("\\b(iac_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|!=|!~|=)\"([^\"]*)\"");
    private static final Pattern GROUPED = Pattern.compile("by \\(([a-z_, ]+)\\)");

    private static LoadResult catalog(int pools) {
        String tools = "tools: [{name: terraform, version: \"1.11.4\", path: /usr/bin/terraform, sha256: \"%s\"}]"
                .formatted("0".repeat(64));
        String each = IntStream.range(0, pools)
                .mapToObj(i ->
                        "  - {name: pool-%03d, label: a, environments: [prod], operations: [plan, drift, apply], %s}"
                                .formatted(i, tools))
                .collect(Collectors.joining("\n"));
        return CatalogLoader.load("environments: [{name: prod}]\npools:\n" + each + "\n", "a test");
    }

    /** What a controller that never ran anything answers first. */
    private static String firstScrape(int pools) {
        return scrape(pools, List.of(), List.of());
    }

    private static String scrape(int pools, List<Run> runs, List<LockStatus> locks) {
        LoadResult catalog = catalog(pools);
        assertTrue(catalog.toString(), catalog.isOk());
        Names names =
                new Names(catalog.catalog().pools().stream().map(Pool::name).toList(), List.of("prod/db"));
        Meters meters = new Meters();
        return new Observed(
                        runs,
                        catalog,
                        locks,
                        0,
                        0,
                        new JournalHealth(JournalHealth.State.WRITABLE, 4096, 0),
                        List.of(new CopyStatus(Path.of("/copy"), CopyStatus.State.CURRENT, 0, 0, NOW, "")),
                        new ArchivedEvidence().counts(),
                        Map::of,
                        Map::of,
                        NOW)
                .text(new RunMeter(meters, NOW), meters, names, System.nanoTime());
    }

    /** A stack that is in doubt has its series as long as it is, and an image its own when it was used. */
    private static String laterScrape() {
        Lock lock = new Lock(LockScope.stack(new StackId("prod/db")), "r1", NOW, "apply", 7, null, "apply_unknown");
        ObjectNode facts = Json.object();
        facts.putObject("admission").put("pool", "pool-000");
        facts.putObject("receipt").put("image", "sha256:" + "1".repeat(64));
        RunSource source = new RunSource(SourceKind.BRANCH, null, null, null, null, "a", null, null, null);
        List<Run.Step> steps = List.of(new Run.Step(RunState.PREPARING, NOW));
        Run run = new Run("r1", RunState.PREPARING, "prod/db", Operation.PLAN, source, facts, steps, List.of());
        LockStatus frozen = new LockStatus(lock, Duration.ofSeconds(9), LockStatus.State.FROZEN, "");
        return scrape(1, List.of(run), List.of(frozen));
    }

    private record Series(String name, Map<String, String> labels) {
        static Series of(String line) {
            Map<String, String> labels = new HashMap<>();
            Matcher matcher = MATCHER.matcher(line);
            while (matcher.find()) {
                labels.put(matcher.group(1), matcher.group(3));
            }
            return new Series(line.split("[{ ]", 2)[0], labels);
        }
    }

    private static List<Series> series(String scrape) {
        return scrape.lines().filter(l -> !l.startsWith("#")).map(Series::of).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> yaml(String file) throws IOException {
        return (Map<String, Object>)
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(Path.of("docs", file)));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> of, String name) {
        return (List<Map<String, Object>>) of.getOrDefault(name, List.of());
    }

    private static List<Map<String, Object>> rules() throws IOException {
        return list(yaml("alerts.yml"), "groups").stream()
                .flatMap(g -> list(g, "rules").stream())
                .toList();
    }

    /** What is wrong with the selectors and the grouping of an expression. */
    private static List<String> problems(String expression, Collection<Series> scraped) {
        List<String> problems = new ArrayList<>();
        Set<String> grouped = new TreeSet<>();
        Matcher by = GROUPED.matcher(expression);
        while (by.find()) {
            grouped.addAll(List.of(by.group(1).split(", ")));
        }
        Matcher selector = SELECTOR.matcher(expression);
        while (selector.find()) {
            String name = selector.group(1);
            List<Series> named =
                    scraped.stream().filter(s -> s.name().equals(name)).toList();
            if (named.isEmpty()) {
                problems.add("nothing writes " + name);
            }
            Set<String> labels =
                    named.stream().flatMap(s -> s.labels().keySet().stream()).collect(Collectors.toSet());
            grouped.stream().filter(l -> !labels.contains(l)).forEach(l -> problems.add(name + " has no label " + l));
            Matcher matcher = MATCHER.matcher(selector.group(2) == null ? "" : selector.group(2));
            while (matcher.find()) {
                String label = matcher.group(1);
                for (String value : matcher.group(3).split("\\|")) {
                    if (named.stream().noneMatch(s -> value.equals(s.labels().get(label)))) {
                        problems.add(name + " is never written with " + label + "=" + value);
                    }
                }
            }
        }
        return problems;
    }

    @Test
    public void rules_selectMetricsLabelsAndValuesThatAreWritten() throws IOException {
        List<Series> scraped = series(laterScrape());
        for (Map<String, Object> rule : rules()) {
            String expression = rule.get("expr").toString();
            assertEquals(rule.toString(), List.of(), problems(expression, scraped));
        }
    }

    @Test
    public void problems_unknownMetricLabelOrValue_areFound() {
        List<Series> scraped = series(laterScrape());
        Object[][] rows = {
            {"iac_runs_total{end=\"apply_unknown\"}", ""},
            {"iac_runs_total{end=~\"failed|apply_failed\"}", ""},
            {"iac_runs{end=\"failed\"}", "nothing writes iac_runs"},
            {"iac_runs_total{end=\"unknown\"}", "never written with end=unknown"},
            {"iac_runs_total{end=~\"failed|broken\"}", "never written with end=broken"},
            {"iac_runs_total{state=\"failed\"}", "never written with state=failed"},
            {"iac_journal_state{state!=\"writeable\"}", "never written with state=writeable"},
            {"sum by (stack) (increase(iac_runs_total[1h]))", "iac_runs_total has no label stack"},
            {"rate(iac_queue_seconds_bucket{le=\"100\"}[1h])", "never written with le=100"},
        };
        for (Object[] row : rows) {
            String problems = problems((String) row[0], scraped).toString();
            assertTrue(
                    row[0] + ": " + problems,
                    row[1].equals("") ? problems.equals("[]") : problems.contains((String) row[1]));
        }
    }

    /** What increases must have been there as 0 before, or its first count is none. */
    @Test
    public void firstScrapeOfAFreshHome_hasWhatAlertsCountAsNothing() throws IOException {
        Pattern counted = Pattern.compile("(?:increase|rate)\\((iac_[a-z_]+)(?:\\{([^}]*)})?\\[");
        String scrape = firstScrape(1);
        int found = 0;
        for (Map<String, Object> rule : rules()) {
            String expression = rule.get("expr").toString();
            Matcher matcher = counted.matcher(expression);
            while (matcher.find()) {
                found++;
                String selector = matcher.group().replaceAll("^[a-z]+\\(|\\[$", "");
                assertEquals(selector, List.of(), problems(selector, series(scrape)));
                scrape.lines()
                        .filter(l -> l.startsWith(matcher.group(1) + "{"))
                        .forEach(l -> assertTrue(l, l.endsWith(" 0")));
            }
        }
        assertTrue("" + found, found > 10);
        for (String series : List.of(
                "iac_runs_total{pool=\"pool-000\",operation=\"plan\",end=\"apply_unknown\"} 0",
                "iac_runs_total{pool=\"pool-000\",operation=\"drift\",end=\"failed\"} 0",
                "iac_runs_total{pool=\"other\",operation=\"destroy\",end=\"rejected\"} 0",
                "iac_admission_rejections_total{source=\"unknown\"} 0",
                "iac_policy_rejections_total{pool=\"pool-000\",point=\"plan\"} 0",
                "iac_plan_seconds_count{pool=\"pool-000\",operation=\"plan\"} 0")) {
            assertTrue(series, scrape.contains("\n" + series + "\n"));
        }
        assertFalse("no pool applies what it may not plan", scrape.contains("pool=\"pool-000\",operation=\"destroy\""));
    }

    /** More than a counter has combinations of a pool and a stack: each still has its own. */
    @Test
    public void firstScrape_manyPools_eachHasItsOwn() {
        String scrape = firstScrape(Names.MOST_POOLS);
        for (int i = 0; i < Names.MOST_POOLS; i++) {
            String series =
                    "iac_runs_total{pool=\"pool-%03d\",operation=\"plan\",end=\"apply_unknown\"} 0\n".formatted(i);
            assertTrue(series, scrape.contains(series));
        }
        long lines = scrape.lines().count();
        assertTrue("" + lines, lines < 30_000);
    }

    /** A case for when it fires, and one for when it nearly does. */
    @Test
    public void everyAlert_isTestedBothWays() throws IOException {
        Set<String> fire = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        for (Map<String, Object> test : list(yaml("alerts-test.yml"), "tests")) {
            for (Map<String, Object> look : list(test, "alert_rule_test")) {
                (list(look, "exp_alerts").isEmpty() ? silent : fire).add((String) look.get("alertname"));
            }
        }
        Set<String> alerts = rules().stream()
                .filter(r -> r.containsKey("alert"))
                .map(r -> r.get("alert").toString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals("that fire", alerts, fire);
        assertEquals("that do not", alerts, silent);
    }

    @Test
    public void promtool_testsOfTheRules_pass() throws Exception {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(d -> Files.isExecutable(Path.of(d, "promtool")));
        assumeTrue("promtool of Prometheus is not on PATH, so that nothing evaluates docs/alerts.yml", there);
        Process process = new ProcessBuilder("promtool", "test", "rules", "docs/alerts-test.yml")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue("in two minutes", process.waitFor(2, TimeUnit.MINUTES));
        assertEquals(said, 0, process.exitValue());
        assertTrue(said, said.contains("SUCCESS"));
    }
}
