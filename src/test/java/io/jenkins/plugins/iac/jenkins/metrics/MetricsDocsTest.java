package io.jenkins.plugins.iac.jenkins.metrics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Documents and alert rules speak of the metrics that there are. */
public class MetricsDocsTest {
    private static final Pattern NAME = Pattern.compile("\\biac_[a-z_]+\\b");

    private static Set<String> series() {
        Set<String> series = new HashSet<>();
        for (Metric metric : Metric.values()) {
            if (metric.type() == Metric.Type.HISTOGRAM) {
                List.of("_bucket", "_sum", "_count").forEach(end -> series.add(metric.id() + end));
            } else {
                series.add(metric.id());
            }
        }
        return series;
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules() throws IOException {
        Object parsed =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(Path.of("docs/alerts.yml")));
        return ((List<Map<String, Object>>) ((Map<String, Object>) parsed).get("groups"))
                .stream()
                        .flatMap(g -> ((List<Map<String, Object>>) g.get("rules")).stream())
                        .toList();
    }

    @Test
    public void alertRules_useSeriesThatThereAre() throws IOException {
        Set<String> known = series();
        Set<String> recorded = rules().stream()
                .filter(r -> r.containsKey("record"))
                .map(r -> r.get("record").toString())
                .collect(Collectors.toSet());
        for (Map<String, Object> rule : rules()) {
            String expression = rule.get("expr").toString();
            for (String record : recorded) {
                expression = expression.replace(record, "");
            }
            Set<String> unknown = names(expression);
            unknown.removeAll(known);
            assertEquals(rule.toString(), Set.of(), unknown);
            boolean ofARecord = recorded.stream().anyMatch(rule.get("expr").toString()::contains);
            assertTrue(rule.toString(), ofARecord || !names(expression).isEmpty());
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    public void alerts_sayHowGraveAndWhatToDo() throws IOException {
        List<Map<String, Object>> alerts =
                rules().stream().filter(r -> r.containsKey("alert")).toList();
        assertTrue(alerts.size() > 10);
        for (Map<String, Object> alert : alerts) {
            String severity =
                    ((Map<String, Object>) alert.get("labels")).get("severity").toString();
            assertTrue(severity, List.of("page", "ticket").contains(severity));
            Map<String, Object> annotations = (Map<String, Object>) alert.get("annotations");
            assertTrue(alert.toString(), annotations.containsKey("summary") && annotations.containsKey("action"));
        }
        assertEquals(
                "names are used once",
                alerts.size(),
                alerts.stream().map(a -> a.get("alert")).distinct().count());
    }

    @Test
    public void document_namesEveryMetricAndNoOther() throws IOException {
        String text = Files.readString(Path.of("docs/metrics.md"));
        Set<String> written = names(text);
        Set<String> all = Arrays.stream(Metric.values()).map(Metric::id).collect(Collectors.toCollection(TreeSet::new));
        Set<String> missing = new TreeSet<>(all);
        missing.removeAll(written);
        assertEquals("not in the document", Set.of(), missing);
        written.removeAll(all);
        written.removeAll(series());
        assertEquals("only in the document", Set.of(), written);
    }
}
