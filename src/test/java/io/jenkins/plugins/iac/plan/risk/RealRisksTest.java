package io.jenkins.plugins.iac.plan.risk;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.Test;

/** What the table says of real plans, looked at by a person once: a change of the table shows here what it does. */
public class RealRisksTest {
    private static final Path PLANS = Path.of(System.getProperty("iac.shared", "../shared"), "plans");

    @Test
    public void judge_everyRealPlan_risksAreThoseThatWereLookedAt() throws Exception {
        Path truth = PLANS.resolve("expected.jsonl");
        assumeTrue("no real plans at " + PLANS + " (set -Diac.shared)", Files.exists(truth));
        TreeSet<String> found = new TreeSet<>();
        for (String line : Files.readAllLines(truth)) {
            JsonNode expected = Json.parse(line);
            String file = expected.path("file").asText();
            new PlanJsonReader(PlanLimits.SUMMARY, RiskTable.standard().judge(Map.of()))
                    .read(PLANS.resolve(file))
                    .risk()
                    .items()
                    .forEach(risk -> found.add(file + " " + risk.cls() + " " + risk.address()));
        }
        assertEquals(String.join("\n", looked()), String.join("\n", found));
    }

    static List<String> looked() throws Exception {
        try (InputStream in = RealRisksTest.class.getResourceAsStream("real-risks.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
