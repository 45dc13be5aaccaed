package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.jenkins.plugins.iac.json.Json;
import java.util.Locale;
import java.util.Map;

/**
 * What became of a job on untrusted code.
 *
 * @param errorType why it did not succeed, or null
 * @param errorMessage for a person, or null
 * @param changes how many changes of each kind the plan has; empty without a plan
 * @param planJson text of the redacted plan, or null without a plan
 * @param seconds wall time of the whole job
 */
public record SandboxResult(
        String job,
        Status status,
        ErrorType errorType,
        String errorMessage,
        Map<String, Long> changes,
        String planJson,
        double seconds) {
    /** How a job ends. */
    public enum Status {
        SUCCESS,
        FAILED,
        TIMEOUT
    }

    /** Why a job did not succeed. */
    public enum ErrorType {
        /** A rule forbids something in the files; nothing of them was given to the tool. */
        REFUSED,
        /** The tool says that the configuration is not valid. */
        INVALID,
        /** The tool failed, or went beyond its bounds on memory or output. */
        TOOL,
        /** The job took too long; all its processes were killed. */
        TIMEOUT
    }

    public SandboxResult {
        changes = Map.copyOf(changes);
    }

    /** The members in a fixed order; kinds of changes sorted. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("job_id", job);
        json.put("status", status.name());
        json.put("error_type", errorType == null ? null : errorType.name().toLowerCase(Locale.ROOT));
        json.put("error_message", errorMessage);
        ObjectNode counts = json.putObject("changes");
        changes.keySet().stream().sorted().forEach(kind -> counts.put(kind, changes.get(kind)));
        if (planJson == null) {
            json.putNull("plan_json");
        } else {
            // Written by our own redactor: a tree of it would take ten times its memory.
            json.putRawValue("plan_json", new RawValue(planJson.strip()));
        }
        json.put("execution_time_seconds", Math.round(seconds * 1000) / 1000.0);
        return json;
    }
}
