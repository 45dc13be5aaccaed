package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.RunState;
import java.util.ArrayList;
import java.util.List;

/** A run as a person reads it on a terminal. */
final class RunText {
    private static final int MOST = 20;
    private final Terminal terminal;

    RunText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(JsonNode run, RunState state) {
        line("run", terminal.bold(run.path("run").asText()));
        line("stack", run.path("stack").asText());
        line("state", colour(state) + terminal.dim(" (" + run.path("meaning").asText() + ")"));
        if (run.has("digest")) {
            line("digest", run.path("digest").asText());
            line("changes", counts(run.path("counts")));
            list("destroys", run.path("destructive"), true);
            list("risk", run.path("risk"), false);
            if (run.path("drift").asLong() > 0) {
                line("drift", terminal.warn(run.path("drift").asText() + " objects are not what the state says"));
            }
        }
        run.path("policy").forEach(this::policy);
        run.path("approvals").forEach(a -> line("approved", a.path("user").asText()));
        run.path("missing")
                .forEach(m -> line(
                        "needs",
                        terminal.warn(m.path("need").asInt() - m.path("have").asInt() + " more of "
                                        + String.join(", ", texts(m.path("teams"))))
                                + " for " + m.path("requirement").asText()));
        if (run.path("stateSerialBefore").isNumber()) {
            line(
                    "state",
                    "serial " + run.path("stateSerialBefore").asLong() + " to "
                            + run.path("stateSerialAfter").asLong());
        }
        if (run.has("evidence")) {
            line("evidence", run.path("evidence").asText());
        }
        line("next", run.path("next").asText());
    }

    private void policy(JsonNode result) {
        boolean passed = result.path("passed").asBoolean();
        String name =
                result.path("policy").asText() + " (" + result.path("level").asText() + ")";
        JsonNode override = result.path("override");
        String reason = name + ": " + result.path("reason").asText();
        if (override.isObject()) {
            reason += "; overridden by " + override.path("by").asText() + ": "
                    + override.path("reason").asText();
        }
        line("policy", passed ? terminal.good("+ ") + name : terminal.bad("- ") + reason);
    }

    private void list(String label, JsonNode items, boolean plain) {
        int shown = 0;
        for (JsonNode item : items) {
            if (shown++ == MOST) {
                line("", "... and " + (items.size() - MOST) + " more");
                return;
            }
            line(
                    shown == 1 ? label : "",
                    terminal.bad(
                            plain
                                    ? item.asText()
                                    : item.path("class").asText() + ": "
                                            + item.path("reason").asText()));
        }
    }

    static String counts(JsonNode counts) {
        List<String> parts = new ArrayList<>();
        counts.properties().forEach(c -> parts.add(c.getValue().asText() + " " + c.getKey()));
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private String colour(RunState state) {
        if (Lifecycle.freezes(state)) {
            return terminal.bad(state.id());
        }
        return switch (state) {
            case VERIFIED, APPROVED, NO_CHANGES, CHECKED, PLAN_ONLY -> terminal.good(state.id());
            case REJECTED, REFUSED, FAILED, POLICY_FAILED, EXPIRED, DISCARDED, CANCELED -> terminal.bad(state.id());
            default -> terminal.warn(state.id());
        };
    }

    private void line(String label, String text) {
        terminal.out().println(String.format("  %-9s ", label) + text.replace("\n", "\\n"));
    }
}
