package io.jenkins.plugins.iac.plan;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Reads plans that tests write as text. */
final class PlanTexts {
    private PlanTexts() {}

    static PlanSummary read(String json) {
        return new PlanJsonReader(PlanLimits.REVIEW, RiskJudge.NONE)
                .read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "test");
    }

    /** A plan with these resource changes and nothing else. */
    static String withChanges(String... changes) {
        return "{\"format_version\":\"1.2\",\"resource_changes\":[" + String.join(",", changes) + "]}";
    }
}
