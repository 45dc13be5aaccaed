package io.jenkins.plugins.iac.jenkins.ui;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One condition of a decision and those underneath it, as the journal has them: the tree that {@code explain} of the command
 * line prints. Texts only; the page escapes them.
 */
public final class ConditionView {
    private final JsonNode condition;

    private ConditionView(JsonNode condition) {
        this.condition = condition;
    }

    /** A view of each; empty where there is no list. */
    static List<ConditionView> all(JsonNode conditions) {
        List<ConditionView> views = new ArrayList<>();
        conditions.forEach(c -> views.add(new ConditionView(c)));
        return views;
    }

    public String getRule() {
        return condition.path("rule").asText();
    }

    /** Whether it holds. What the record does not say does not hold. */
    public boolean isPassed() {
        return condition.path("passed").asBoolean(false);
    }

    /** Whether it could not be judged then, and was left to the checkout. */
    public boolean isDeferred() {
        return condition.path("deferred").asBoolean(false);
    }

    /** The value that would pass; empty for a condition that is only the sum of those underneath. */
    public String getExpected() {
        return condition.path("expected").asText();
    }

    public String getFound() {
        return condition.path("found").asText();
    }

    public String getMessage() {
        return condition.path("message").asText();
    }

    public List<ConditionView> getBecause() {
        return all(condition.path("because"));
    }
}
