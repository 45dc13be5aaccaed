package io.jenkins.plugins.iac.plan.risk;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import io.jenkins.plugins.iac.plan.Risk;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Test;

/** The tables of docs/risk.md, held against the table of risks and what it says of real plans. */
public class RiskDocTest {
    private static final Path PLANS = Path.of(System.getProperty("iac.shared", "../shared"), "plans");
    private static final Pattern EXAMPLE = Pattern.compile("\\| `([^`]+)`[^|]* \\| `([^`]+)`: (.+) \\|");

    /** The rows of the first table below a heading. */
    private static List<String> rows(String heading) throws Exception {
        return Files.readAllLines(Path.of("docs/risk.md")).stream()
                .dropWhile(line -> !line.equals("## " + heading))
                .dropWhile(line -> !line.startsWith("|---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static List<Risk> examples() throws Exception {
        List<Risk> examples = new ArrayList<>();
        for (String row : rows("What it says of real plans")) {
            Matcher example = EXAMPLE.matcher(row);
            assertTrue(row, example.matches());
            String reason = example.group(1) + " " + example.group(3);
            examples.add(new Risk(example.group(2), example.group(1), reason));
        }
        assertTrue("examples", examples.size() >= 8);
        return examples;
    }

    @Test
    public void classes_documented_areThoseOfTheTableGravestFirst() throws Exception {
        assertEquals(
                RiskTable.standard().classes().entrySet().stream()
                        .map(e -> "| `" + e.getKey() + "` | " + e.getValue() + " |")
                        .collect(Collectors.joining("\n")),
                String.join("\n", rows("Classes")));
    }

    @Test
    public void examples_documented_areAmongTheRisksThatWereLookedAt() throws Exception {
        Set<String> looked = RealRisksTest.looked().stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .collect(Collectors.toSet());
        for (Risk example : examples()) {
            String line = example.cls() + " " + example.address();
            assertTrue(line, looked.contains(line));
        }
    }

    @Test
    public void classes_withoutExampleInRealPlans_areNamed() throws Exception {
        List<String> looked = RealRisksTest.looked();
        String without = RiskTable.standard().classes().keySet().stream()
                .filter(cls -> looked.stream().noneMatch(line -> line.contains(" " + cls + " ")))
                .map(cls -> "`" + cls + "`")
                .collect(Collectors.joining(", "));
        String doc = Files.readString(Path.of("docs/risk.md"));
        assertTrue(without, doc.contains("hold no example of these classes: " + without + "."));
        boolean kubernetes = looked.stream().anyMatch(line -> line.contains("kubernetes_"));
        assertEquals(
                "says that of Kubernetes there is none",
                !kubernetes,
                doc.contains("Nor has any of them a risk of Kubernetes"));
    }

    /** The blocks of YAML below a heading. */
    private static String yaml(String heading) throws Exception {
        return Files.readAllLines(Path.of("docs/risk.md")).stream()
                .dropWhile(line -> !line.equals("## " + heading))
                .dropWhile(line -> !line.equals("```yaml"))
                .skip(1)
                .takeWhile(line -> !line.equals("```"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    public void rules_documented_areRulesOfACatalog() throws Exception {
        String first = "riskRules:\n" + yaml("Rules").indent(2);
        assertTrue(CatalogLoader.load(first, "docs").orThrow().riskRules().contains("0.0.0.0/0"));
        String own =
                CatalogLoader.load(yaml("Rules of your own"), "docs").orThrow().riskRules();
        String plan =
                """
                {"resource_changes":[
                  {"address":"acme_queue.orders","type":"acme_queue","change":{"actions":["delete"],"before":{}}},
                  {"address":"acme_gateway.web","type":"acme_gateway","change":{"actions":["create"],"after":{"listen":"0.0.0.0"}}}]}
                """;
        List<Risk> said = new PlanJsonReader(
                        PlanLimits.SUMMARY,
                        RiskTable.standard().plus(own, "docs").judge(Map.of()))
                .read(new ByteArrayInputStream(plan.getBytes(StandardCharsets.UTF_8)), "test")
                .risk()
                .items();
        String doc = Files.readString(Path.of("docs/risk.md"));
        for (Risk risk : said) {
            String line = "    ! " + risk.cls() + ": " + risk.reason();
            assertTrue(line, doc.contains(line));
        }
        assertEquals(
                List.of("delete", "public-exposure", "queue-lost"),
                said.stream().map(Risk::cls).toList());
    }

    @Test
    public void examples_documented_areWhatIsSaidOfRealPlans() throws Exception {
        assumeTrue("no real plans at " + PLANS + " (set -Diac.shared)", Files.isDirectory(PLANS));
        Set<Risk> open = new HashSet<>(examples());
        Set<String> addresses = open.stream().map(Risk::address).collect(Collectors.toSet());
        TreeSet<String> files = new TreeSet<>();
        for (String line : RealRisksTest.looked()) {
            String[] words = line.split(" ", 3);
            if (addresses.contains(words[2])) {
                files.add(words[0]);
            }
        }
        for (String file : files) {
            new PlanJsonReader(PlanLimits.SUMMARY, RiskTable.standard().judge(Map.of()))
                    .read(PLANS.resolve(file))
                    .risk()
                    .items()
                    .forEach(open::remove);
        }
        assertEquals(Set.of(), open);
    }
}
