package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.ApprovalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.BreakGlass;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.run.Votes;
import java.util.function.Supplier;

/** Prints what became of a run, whether it went well or was refused, and gives the exit code. */
final class RunPrinter {
    private final RootCommand root;
    private final CliEngine engine;

    RunPrinter(RootCommand root, CliEngine engine) {
        this.root = root;
        this.engine = engine;
    }

    /**
     * Does something with a run and prints it.
     *
     * @param work answers the run as it is afterwards
     * @param current the run as far as it got if that fails, or null
     */
    int print(Supplier<Run> work, Supplier<Run> current) {
        try {
            Run run = work.get();
            root.print(json(run), () -> text(run));
            return exitCode(run);
        } catch (IacException e) {
            Run run = current.get();
            if (run == null) {
                throw e;
            }
            return root.report(e.problem(), e.kind(), e.conditions(), root.isJson(), json(run));
        }
    }

    /** A run that ended badly without an exception says so by the exit code, too. */
    private static int exitCode(Run run) {
        RunState end = run.end();
        if (end == null) {
            return run.isAwaitingOverride() ? IacException.Kind.REFUSED.exitCode() : 0;
        }
        return switch (end) {
            case REJECTED, POLICY_FAILED, REFUSED, EXPIRED -> IacException.Kind.REFUSED.exitCode();
            case VERIFICATION_FAILED -> run.isVerifiedByOverride() ? 0 : IacException.Kind.NOT_VERIFIED.exitCode();
            case APPLY_FAILED, FAILED -> IacException.Kind.TOOL_FAILED.exitCode();
            case APPLY_UNKNOWN -> IacException.Kind.OUTCOME_UNKNOWN.exitCode();
            default -> 0;
        };
    }

    private ObjectNode json(Run run) {
        ObjectNode json = Json.object();
        json.put("run", run.id());
        json.put("state", run.telling().id());
        json.put("stack", run.stackName());
        JsonNode plan = run.fact("plan");
        if (plan.isObject()) {
            json.put("digest", plan.path("digest").asText());
            json.set("counts", plan.path("summary").path("counts"));
            json.set("destructive", plan.path("summary").path("destructive"));
            json.set("risk", plan.path("summary").path("risk"));
            json.set("drift", plan.path("summary").path("drift"));
            json.set("required", required(run));
            approval(run, json);
        }
        if (run.facts().has("drift")) {
            json.set("driftReport", run.fact("drift"));
        }
        if (BreakGlass.asked(run).isObject()) {
            json.set("breakGlass", BreakGlass.asked(run));
        }
        if (run.facts().has("tasks")) {
            json.set("tasks", run.fact("tasks"));
        }
        if (run.facts().has("policy")) {
            json.set("policy", run.fact("policy"));
        }
        if (run.facts().has("apply")) {
            JsonNode apply = run.fact("apply");
            json.set("verification", run.facts().has("verification") ? run.fact("verification") : null);
            json.set("stateSerialBefore", apply.path("stateBefore").path("serial"));
            json.set("stateSerialAfter", apply.path("stateAfter").path("serial"));
        }
        if (run.facts().has("evidence")) {
            json.put("evidence", run.fact("evidence").path("file").asText());
        }
        json.put("meaning", run.meaning()).put("next", run.next());
        if (run.isAwaitingOverride()) {
            json.put("awaitingOverride", true);
        }
        return json;
    }

    private ArrayNode required(Run run) {
        ArrayNode required = Json.array();
        run.fact("requirements").forEach(required::add);
        return required;
    }

    private void approval(Run run, ObjectNode json) {
        if (run.state() == RunState.AWAITING_APPROVAL || run.isAwaitingOverride()) {
            var status = new Votes(engine.services()).status(run);
            json.set("approvals", ApprovalJson.approvals(status));
            json.set("missing", ApprovalJson.missing(status));
        } else {
            json.set("approvals", orEmpty(run.fact("approval").path("approvals")));
            json.set("missing", orEmpty(run.fact("approval").path("missing")));
        }
    }

    private static JsonNode orEmpty(JsonNode list) {
        return list.isArray() ? list : Json.array();
    }

    private void text(Run run) {
        new RunText(root.terminal()).print(json(run), run.telling());
    }
}
