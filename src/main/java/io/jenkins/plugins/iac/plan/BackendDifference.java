package io.jenkins.plugins.iac.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares the backend inside a saved plan with the one that was granted. */
final class BackendDifference {
    private BackendDifference() {}

    static List<String> of(SavedPlan.PlannedBackend planned, String expectedType, ObjectNode expected) {
        List<String> differences = new ArrayList<>();
        if (!planned.type().equals(expectedType)) {
            differences.add("backend type: expected " + expectedType + ", the plan has " + planned.type());
        }
        ObjectNode found = planned.config();
        Set<String> names = new TreeSet<>();
        found.fieldNames().forEachRemaining(names::add);
        expected.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode wanted = expected.path(name);
            JsonNode has = found.path(name);
            if (!same(wanted, has)) {
                // Values of settings that the catalog does not know may be secrets.
                differences.add("backend setting " + name + ": expected " + shown(wanted) + ", the plan has "
                        + (isAbsent(wanted) ? "a value" : shown(has)));
            }
        }
        return differences;
    }

    private static boolean same(JsonNode a, JsonNode b) {
        if (isAbsent(a) || isAbsent(b)) {
            return isAbsent(a) && isAbsent(b);
        }
        if (a.isContainerNode() || b.isContainerNode()) {
            return SavedPlanReader.withoutUnset(a).equals(SavedPlanReader.withoutUnset(b));
        }
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        return a.asText().equals(b.asText());
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static String shown(JsonNode node) {
        return isAbsent(node) ? "nothing" : Shown.text(node.toString());
    }
}
