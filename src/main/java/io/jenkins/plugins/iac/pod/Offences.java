package io.jenkins.plugins.iac.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was found wrong in a pod, by rule. */
final class Offences {
    private static final int SHOWN = 120;

    private final Map<PodRule, List<String>> found = new EnumMap<>(PodRule.class);

    /** Something is there that must not be, or is another. Only its kind is told where it could be a secret. */
    void add(PodRule rule, String where, JsonNode value) {
        String text = value == null || value.isMissingNode() || value.isNull() ? "unknown" : Json.write(value);
        add(rule, where + ": " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text));
    }

    void add(PodRule rule, String what) {
        found.computeIfAbsent(rule, k -> new ArrayList<>()).add(what);
    }

    /** Refuses every member of an object that is not among those known. */
    void unknown(String where, JsonNode object, Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name) && isSaid(object.get(name))) {
                add(PodRule.KNOWN, where + "." + name);
            }
        });
    }

    /** Whether a member says anything. */
    static boolean isSaid(JsonNode value) {
        boolean nothing = value == null
                || value.isMissingNode()
                || value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.asText().isEmpty();
        return !nothing;
    }

    Condition condition(PodRule rule, String expected) {
        List<String> wrong = found.getOrDefault(rule, List.of());
        return Condition.of(
                rule.id(),
                wrong.isEmpty(),
                expected,
                wrong.isEmpty() ? "as expected" : String.join(", ", wrong),
                rule.next());
    }
}
