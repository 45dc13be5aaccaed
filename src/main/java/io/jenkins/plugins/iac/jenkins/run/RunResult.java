package io.jenkins.plugins.iac.jenkins.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.PipelineInput;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.report.Review;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.util.Map;

/**
 * What a step returns to the script: a map of texts, numbers, lists and maps, which a sandboxed script may read and a
 * restart survives. A copy of the record; changing it changes nothing.
 */
public final class RunResult {
    private RunResult() {}

    /** The result for a run as it is now. */
    public static Map<String, Object> of(Run run) {
        JsonNode plan = run.fact("plan");
        JsonNode summary = plan.path("summary");
        RunState state = run.telling();
        ObjectNode result = Json.object();
        result.put("run", run.id()).put("stack", run.stackName()).put("state", state.id());
        result.put("meaning", run.meaning()).put("next", run.next());
        if (plan.path("digest").isTextual()) {
            String digest = plan.path("digest").asText();
            result.put("digest", digest).put("inputId", PipelineInput.id(Sha256.parse(digest)));
            result.put("hasChanges", state != RunState.NO_CHANGES);
            result.set("counts", summary.path("counts"));
            result.set("destructive", summary.path("destructive"));
            result.set("risk", summary.path("risk"));
            result.put("summary", sentence(summary));
        }
        JsonNode verification = run.fact("verification");
        if (verification.isObject()) {
            result.put(
                    "verified",
                    verification.path("empty").asBoolean(false)
                            && verification.path("checksPassed").asBoolean(true));
        }
        return Json.mapper().convertValue(result, Json.MAP);
    }

    /** {@code 1 to replace, 2 to add}: gravest first. */
    public static String sentence(JsonNode summary) {
        String counts =
                Review.counts(kind -> summary.path("counts").path(kind.id()).asLong());
        return counts.isEmpty() ? "no changes" : counts;
    }
}
