package io.jenkins.plugins.iac.plan.risk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.plan.AttributeChange;
import io.jenkins.plugins.iac.plan.MaskedText;
import io.jenkins.plugins.iac.plan.RiskJudge;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A condition on the values of a change: about a state of affairs, which can be asked before and after, or about the
 * change itself. What is sensitive or known after apply makes the answer {@link Tri#UNKNOWN}.
 *
 * @param path the values it is about
 * @param test what must be so
 * @param values texts to compare with, in lower case
 * @param ignoreUnknown whether what is known after apply makes the answer no: for attributes that a provider fills in
 *     with something safe where nothing is configured
 */
record RiskCondition(ValuePath path, Test test, Set<String> values, boolean ignoreUnknown) {
    /** What can be asked. */
    enum Test {
        /** Some value is one of the texts. */
        IN(false),
        /** Some value contains one of the texts. */
        CONTAINS(false),
        /** No value is one of the texts; no value at all counts. */
        NOT_IN(false),
        /** No value contains one of the texts; no value at all counts. */
        CONTAINS_NOT(false),
        /** There is a value. */
        PRESENT(false),
        /** There is no value. */
        ABSENT(false),
        /** The values, read as networks, cover much of the internet. */
        OPEN(false),
        /** After the change there is a value that was not there before. */
        GROWS(true),
        /** After the change a value is gone that was there before. */
        SHRINKS(true),
        /** A number is smaller after the change, or gone. */
        LESS(true),
        /** The values of something that was there before differ. */
        CHANGES(true);

        private final boolean change;

        Test(boolean change) {
            this.change = change;
        }
    }

    RiskCondition {
        values = Set.copyOf(values);
    }

    /** Whether it holds after the change. */
    Tri holdsAfter(RiskJudge.Values values) {
        List<JsonNode> after = path.values(values.after());
        if (ignoreUnknown && after.stream().anyMatch(n -> n.asText().equals(AttributeChange.UNKNOWN))) {
            return Tri.NO;
        }
        return test.change ? changed(values, path.values(values.before()), after) : state(after);
    }

    /** Whether it holds of the values before the change, or of those after it. */
    Tri holds(JsonNode values) {
        return state(path.values(values));
    }

    /** Whether it is about the change and not about a state of affairs. */
    boolean isAboutTheChange() {
        return test.change;
    }

    /** Whether it held before; what is about the change never did. */
    Tri heldBefore(RiskJudge.Values values) {
        return test.change || !values.before().isObject() ? Tri.NO : state(path.values(values.before()));
    }

    private Tri state(List<JsonNode> found) {
        boolean so = isSo(found);
        if (found.stream().noneMatch(RiskCondition::isDeeplyHidden) || test == Test.PRESENT) {
            return Tri.of(so);
        }
        return so && test != Test.NOT_IN && test != Test.CONTAINS_NOT ? Tri.YES : Tri.UNKNOWN;
    }

    private boolean isSo(List<JsonNode> found) {
        return switch (test) {
            case IN -> found.stream().anyMatch(node -> values.contains(text(node)));
            case CONTAINS -> found.stream().anyMatch(this::containsOne);
            case CONTAINS_NOT -> found.stream().noneMatch(this::containsOne);
            case NOT_IN -> found.stream().noneMatch(node -> values.contains(text(node)));
            case PRESENT -> !found.isEmpty();
            case OPEN ->
                Networks.areOpen(found.stream().map(RiskCondition::text).toList());
            default -> found.isEmpty();
        };
    }

    private boolean containsOne(JsonNode node) {
        return values.stream().anyMatch(text(node)::contains);
    }

    private Tri changed(RiskJudge.Values values, List<JsonNode> before, List<JsonNode> after) {
        if (!values.before().isObject() && test != Test.GROWS) {
            return Tri.NO;
        }
        // Asked before equality: a marker of something unknown equals another one and tells nothing.
        if (after.stream().anyMatch(RiskCondition::isDeeplyUnknown)) {
            return Tri.UNKNOWN;
        }
        List<String> was = texts(before);
        List<String> becomes = texts(after);
        if (was.equals(becomes)) {
            return Tri.NO;
        }
        if (test != Test.CHANGES
                && Stream.concat(before.stream(), after.stream()).anyMatch(RiskCondition::isDeeplyHidden)) {
            return Tri.UNKNOWN;
        }
        return Tri.of(
                switch (test) {
                    case GROWS -> !new HashSet<>(was).containsAll(becomes);
                    case SHRINKS -> !new HashSet<>(becomes).containsAll(was);
                    case LESS -> isLess(path.elements(values.before()), path.elements(values.after()));
                    default -> true;
                });
    }

    /** Elements that stay as they are may change their places; of the others the first becomes the first. */
    private boolean isLess(List<JsonNode> before, List<JsonNode> after) {
        List<JsonNode> gone = without(before, after);
        List<JsonNode> fresh = without(after, before);
        for (int i = 0; i < gone.size(); i++) {
            List<JsonNode> was = path.inside(gone.get(i));
            List<JsonNode> becomes = i < fresh.size() ? path.inside(fresh.get(i)) : List.of();
            for (int k = 0; k < was.size(); k++) {
                if (k >= becomes.size() || isLess(was.get(k), becomes.get(k))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<JsonNode> without(List<JsonNode> elements, List<JsonNode> others) {
        Map<String, Integer> left = new HashMap<>();
        others.forEach(other -> left.merge(told(other), 1, Integer::sum));
        return elements.stream()
                .filter(element -> left.merge(told(element), -1, Integer::sum) < 0)
                .toList();
    }

    /** Of what is no number, another one: nobody knows whether it is less. */
    private static boolean isLess(JsonNode before, JsonNode after) {
        try {
            return new BigDecimal(after.asText()).compareTo(new BigDecimal(before.asText())) < 0;
        } catch (NumberFormatException e) {
            return !told(before).equals(told(after));
        }
    }

    /** What tells the values apart; in their order only where that says which became which. */
    private List<String> texts(List<JsonNode> nodes) {
        Stream<String> texts = nodes.stream().map(RiskCondition::told);
        return (test == Test.LESS ? texts : texts.sorted()).toList();
    }

    /** What tells a value from others, masked ones included. */
    private static String told(JsonNode node) {
        if (node instanceof MaskedText masked) {
            return masked.mark();
        }
        if (node.isArray()) {
            return node.valueStream().map(RiskCondition::told).toList().toString();
        }
        if (node.isObject()) {
            return node.propertyStream()
                    .map(e -> TextNode.valueOf(e.getKey()) + ":" + told(e.getValue()))
                    .toList()
                    .toString();
        }
        return node.toString();
    }

    static String text(JsonNode node) {
        return (node.isValueNode() ? node.asText() : node.toString()).toLowerCase(Locale.ROOT);
    }

    /** Whether nobody knows the value before the apply, or may see it. */
    static boolean isHidden(JsonNode node) {
        return node.isTextual()
                && (node.textValue().equals(AttributeChange.UNKNOWN)
                        || node.textValue().equals(AttributeChange.SENSITIVE));
    }

    private static boolean isDeeplyHidden(JsonNode node) {
        return isDeeply(node, RiskCondition::isHidden);
    }

    private static boolean isDeeplyUnknown(JsonNode node) {
        return isDeeply(node, n -> isHidden(n) && !(n instanceof MaskedText));
    }

    private static boolean isDeeply(JsonNode node, Predicate<JsonNode> test) {
        if (test.test(node)) {
            return true;
        }
        for (JsonNode child : node) {
            if (isDeeply(child, test)) {
                return true;
            }
        }
        return false;
    }
}
