package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.RiskJudge;
import io.jenkins.plugins.iac.policy.Bounded;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.Test;

/** A policy about providers, and plans with more of them than a summary lists. */
public class ProviderPolicyTest {
    /** A plan of so many new things, each of a provider of its own; the last one's is given. */
    private static PlanSummary plan(int changes, String last) {
        StringBuilder json = new StringBuilder("{\"format_version\":\"1.2\",\"resource_changes\":[");
        for (int i = 1; i <= changes; i++) {
            json.append(i == 1 ? "" : ",")
                    .append("{\"address\":\"a.b")
                    .append(i)
                    .append("\",\"provider_name\":\"")
                    .append(i == changes ? last : "registry.example/good/p" + i)
                    .append("\",\"change\":{\"actions\":[\"create\"]}}");
        }
        return new PlanJsonReader(PlanLimits.REVIEW, RiskJudge.NONE)
                .read(new ByteArrayInputStream(json.append("]}").toString().getBytes(StandardCharsets.UTF_8)), "test");
    }

    @Test
    public void evaluate_allProvidersAreGood_holdsOnlyWhereAllWereSeen() {
        Object[][] rows = {
            {1_001, "registry.example/good/last", Tri.YES},
            {1_001, "registry.example/evil/last", Tri.NO},
            {10_001, "registry.example/good/last", Tri.UNKNOWN},
            {10_001, "registry.example/evil/last", Tri.UNKNOWN},
        };
        Expression good =
                Expression.of("plan.changes.all(c, c.provider.startsWith('registry.example/good/'))", Vocabulary.RUN);
        for (Object[] row : rows) {
            PlanSummary plan = plan((int) row[0], (String) row[1]);
            assertEquals((int) row[0] - 1_000, plan.configuration().providersOmitted());
            Facts.Builder facts = Facts.builder();
            RunFacts.plan(facts, plan, Map.of());
            assertEquals(
                    row[0] + " " + row[1],
                    row[2],
                    Bounded.evaluate(good, facts.build()).value());
        }
    }
}
