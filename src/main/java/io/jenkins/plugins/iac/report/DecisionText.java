package io.jenkins.plugins.iac.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * A decision as lines of text: a mark, the rule, both values, what to do, and underneath what it rests on. One form for the
 * command line and the log of a build.
 */
public final class DecisionText {
    /** How parts of a line are set off; the text itself where there are no colours. */
    public interface Paint {
        Paint NONE = new Paint() {};

        default String good(String text) {
            return text;
        }

        default String bad(String text) {
            return text;
        }

        default String warn(String text) {
            return text;
        }

        default String dim(String text) {
            return text;
        }
    }

    private final Paint paint;
    private final List<String> lines = new ArrayList<>();

    private DecisionText(Paint paint) {
        this.paint = paint;
    }

    /** One condition and those underneath. */
    public static List<String> of(Condition condition, String indent, Paint paint) {
        DecisionText text = new DecisionText(paint);
        text.add(Json.tree(condition), indent);
        return List.copyOf(text.lines);
    }

    /**
     * A decision as the journal has it: the verdict, every condition, and where the fields of the stack come from.
     *
     * @param what what was decided about: {@code plan of prod/db}
     * @param decision the JSON of {@code explain}, with its member {@code inherited} or without
     */
    public static List<String> of(String what, JsonNode decision) {
        DecisionText text = new DecisionText(Paint.NONE);
        text.lines.add(what + ": " + decision.path("decision").asText()
                + (decision.path("lane").isTextual()
                        ? " in the " + decision.path("lane").asText() + " lane"
                        : ""));
        text.named(decision, "pool");
        text.named(decision, "identity");
        decision.path("conditions").forEach(c -> text.add(c, "  "));
        decision.path("inherited").forEach(field -> text.lines.add("  " + text.field(field)));
        return List.copyOf(text.lines);
    }

    /** Where one field of a stack comes from. */
    public static String field(String field, String value, String from, Paint paint) {
        return field + ": " + (value == null ? "(not shown)" : Escape.console(value))
                + paint.dim("  from " + Escape.console(from));
    }

    private String field(JsonNode field) {
        return field(
                field.path("field").asText(),
                field.path("value").asText(null),
                field.path("from").asText(),
                paint);
    }

    private void named(JsonNode decision, String member) {
        if (decision.path(member).isTextual()) {
            lines.add("  " + member + " " + Escape.console(decision.path(member).asText()));
        }
    }

    private void add(JsonNode condition, String indent) {
        boolean deferred = condition.path("deferred").asBoolean(false);
        boolean passed = condition.path("passed").asBoolean(false);
        String mark = deferred ? paint.warn("?") : passed ? paint.good("+") : paint.bad("-");
        StringBuilder line = new StringBuilder(indent)
                .append(mark)
                .append(' ')
                .append(condition.path("rule").asText());
        String expected = condition.path("expected").asText("");
        if (!expected.isEmpty()) {
            line.append(": expected ")
                    .append(Escape.console(expected))
                    .append(", found ")
                    .append(Escape.console(condition.path("found").asText("")));
        }
        String message = condition.path("message").asText("");
        if (!message.isEmpty()) {
            line.append(paint.dim(" (" + Escape.console(message) + ")"));
        }
        lines.add(line.toString());
        condition.path("because").forEach(c -> add(c, indent + "  "));
    }
}
