package io.jenkins.plugins.iac.plan.risk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A path into a resource's values: {@code ingress[*].cidr_blocks[*]}. Steps: a member's name; {@code [*]} every element,
 * where a value that is no array counts as its own only element (providers write a single block either way);
 * {@code [name=value]} only objects whose member is that text, or an array that has it; {@code [name~open]} only objects
 * whose member is a network that is {@link Networks#areOpen open}, or an array of such; {@code {}} the JSON that a text holds.
 */
final class ValuePath {
    private static final String JSON = "{}";
    private static final String EACH = "*";
    private static final String OPEN = "~open";

    private final String text;
    private final List<String> steps = new ArrayList<>();

    private ValuePath(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if the text is no path */
    static ValuePath parse(String text) {
        ValuePath path = new ValuePath(text);
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '.') {
                at++;
            } else if (text.startsWith(JSON, at)) {
                path.steps.add(JSON);
                at += 2;
            } else if (c == '[') {
                int end = text.indexOf(']', at);
                if (end < 0) {
                    throw new IllegalArgumentException("the path " + text + " has no ]");
                }
                String inside = text.substring(at + 1, end);
                if (!inside.equals(EACH)
                        && inside.indexOf('=') < 1
                        && !(inside.endsWith(OPEN) && inside.length() > OPEN.length())) {
                    throw new IllegalArgumentException("the path " + text + " has [" + inside + "]");
                }
                path.steps.add("[" + inside);
                at = end + 1;
            } else {
                int end = at;
                while (end < text.length() && ".[{".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                path.steps.add(text.substring(at, end));
                at = end;
            }
        }
        if (path.steps.isEmpty()) {
            throw new IllegalArgumentException("an empty path");
        }
        return path;
    }

    /** All values there; none where a step leads nowhere. Unparsable JSON is returned as the text that it is. */
    List<JsonNode> values(JsonNode root) {
        return walk(root, steps);
    }

    /** The elements of the first list on the way that {@code [*]} goes through; the root itself where there is no such step. */
    List<JsonNode> elements(JsonNode root) {
        return walk(root, steps.subList(0, steps.indexOf("[" + EACH) + 1));
    }

    /** The values in one of the {@link #elements}. */
    List<JsonNode> inside(JsonNode element) {
        return walk(element, steps.subList(steps.indexOf("[" + EACH) + 1, steps.size()));
    }

    private static List<JsonNode> walk(JsonNode root, List<String> steps) {
        List<JsonNode> present = List.of(root);
        for (String step : steps) {
            List<JsonNode> next = new ArrayList<>();
            present.forEach(node -> step(step, node, next));
            present = next;
        }
        return present;
    }

    /** The first step; see {@link #isName}. */
    String first() {
        return steps.get(0);
    }

    /** Whether a step is the name of a member, and not a sign. */
    static boolean isName(String step) {
        return !step.startsWith("[") && !step.equals(JSON);
    }

    private static void step(String step, JsonNode node, List<JsonNode> into) {
        if (node.isMissingNode() || node.isNull()) {
            return;
        }
        if (RiskCondition.isHidden(node)) {
            // Nobody knows what is below; whoever asks for it gets to see that.
            into.add(node);
        } else if (step.equals(JSON)) {
            into.add(parsed(node));
        } else if (step.equals("[" + EACH)) {
            if (node.isArray()) {
                node.forEach(into::add);
            } else {
                into.add(node);
            }
        } else if (step.startsWith("[") && step.endsWith(OPEN)) {
            if (isOpen(node.path(step.substring(1, step.length() - OPEN.length())))) {
                into.add(node);
            }
        } else if (step.startsWith("[")) {
            int equals = step.indexOf('=');
            if (has(node.path(step.substring(1, equals)), step.substring(equals + 1))) {
                into.add(node);
            }
        } else {
            JsonNode member = node.path(step);
            if (!member.isMissingNode() && !member.isNull()) {
                into.add(member);
            }
        }
    }

    /** Whether a member is this text, or may be. */
    private static boolean has(JsonNode member, String value) {
        if (member.isArray()) {
            for (JsonNode element : member) {
                if (has(element, value)) {
                    return true;
                }
            }
            return false;
        }
        return RiskCondition.isHidden(member)
                || member.isValueNode() && member.asText().equalsIgnoreCase(value);
    }

    /** Whether the networks in a member are open, or may be. */
    private static boolean isOpen(JsonNode member) {
        List<JsonNode> networks = member.isArray() ? member.valueStream().toList() : List.of(member);
        return networks.stream().anyMatch(RiskCondition::isHidden)
                || Networks.areOpen(networks.stream()
                        .filter(JsonNode::isValueNode)
                        .map(JsonNode::asText)
                        .toList());
    }

    private static JsonNode parsed(JsonNode node) {
        if (!node.isTextual()) {
            return node;
        }
        try {
            return Json.parse(node.textValue());
        } catch (JsonProcessingException e) {
            return node;
        }
    }

    /** Without the signs, as a person reads it: {@code ingress.cidr_blocks}. */
    String display() {
        StringBuilder shown = new StringBuilder();
        for (String step : steps) {
            if (isName(step)) {
                shown.append(shown.length() == 0 ? "" : ".").append(step);
            }
        }
        return shown.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
