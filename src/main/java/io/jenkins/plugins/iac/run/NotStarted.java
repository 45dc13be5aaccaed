package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;

/**
 * A worker's word that nothing of an apply was started. It is believed where nothing says otherwise: not the answer itself, and not
 * what the controller heard while the apply was at work.
 */
final class NotStarted {
    private NotStarted() {}

    static boolean isSaid(JsonNode result) {
        return result.path("started").isBoolean() && !result.path("started").asBoolean();
    }

    /** Whether the tool has had the backend's lock, or has come to an end of its own: it was at work then. */
    static boolean contradicts(Run run, JsonNode result) {
        return result.has("outcome")
                || result.path("backendLockId").isTextual()
                || run.fact("lock").path("backendLockId").isTextual();
    }

    /** Whether that is because another one had the backend's lock. */
    static boolean isLockedOut(JsonNode result) {
        return result.path(BackendLocked.ANSWER).isObject()
                && result.path("kind").asText().equals(IacException.Kind.REFUSED.name());
    }

    /** Something failed before the tool was asked to apply: nothing was changed, and the plan may be made again. */
    static IacException failed(Run run, JsonNode result, RunServices services) {
        Problem problem = Json.read(result.path("problem"), Problem.class);
        services.book().step(run, RunState.REFUSED, Journey.fact("problem", result.path("problem")));
        services.plans().forget(run.id());
        return new IacException(
                IacException.Kind.valueOf(result.path("kind").asText(IacException.Kind.TOOL_FAILED.name())), problem);
    }

    static Problem contradiction(Run run) {
        return new Problem(
                "applying",
                "stack " + run.stackName() + ", run " + run.id(),
                "an answer that says that nothing was started, of a tool that was at work",
                "one or the other",
                RunState.APPLY_UNKNOWN.next());
    }
}
