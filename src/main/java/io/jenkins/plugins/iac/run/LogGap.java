package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.evidence.Predicate;
import io.jenkins.plugins.iac.json.Json;
import java.time.Instant;

/** Notes that a host could not keep what the tool printed while it applied: the apply went on, the log of the run is not whole. */
public final class LogGap {
    private static final String FACT = "logGap";

    private LogGap() {}

    /** Records the first failure of a run. */
    public static void note(RunServices services, String run, String failure) {
        services.book()
                .facts(
                        services.book().get(run),
                        Journey.fact(
                                FACT,
                                Json.object()
                                        .put("since", services.clock().instant().toString())
                                        .put("found", failure)));
    }

    static void incident(Run run, Predicate predicate) {
        JsonNode gap = run.fact(FACT);
        if (gap.isObject()) {
            predicate.incident(
                    "apply.log is not whole: " + gap.path("found").asText(),
                    Instant.parse(gap.path("since").asText()));
        }
    }
}
