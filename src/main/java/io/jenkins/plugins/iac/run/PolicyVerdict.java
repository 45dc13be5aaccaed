package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.policy.PolicyResult;
import java.util.List;

/**
 * What all policies of one point say, with the overrides that count.
 *
 * @param rows results as the journal keeps them, those of other points included
 */
record PolicyVerdict(List<Row> results, ArrayNode rows) {
    /**
     * One result.
     *
     * @param override who overrode it and why, or null
     * @param timed whether it asks for the time, so that it may hold later
     * @param overridable whether there is somebody who may override it
     */
    record Row(PolicyResult result, JsonNode override, boolean timed, boolean overridable) {
        boolean refuses() {
            return result.refuses() && override == null;
        }
    }

    PolicyVerdict {
        results = List.copyOf(results);
    }

    /** Whether one that is mandatory stands in the way. */
    boolean refuses() {
        return results.stream().anyMatch(Row::refuses);
    }

    /** Whether all that stand in the way may be overridden. */
    boolean onlyOverridable() {
        return results.stream().filter(Row::refuses).allMatch(Row::overridable);
    }

    /** Whether people or time may still lift everything that stands in the way. */
    boolean mayBeLifted() {
        return results.stream().filter(Row::refuses).allMatch(r -> r.timed() || r.overridable());
    }

    /** Those that stand in the way, for an error. */
    List<Condition> failures() {
        return results.stream()
                .filter(Row::refuses)
                .map(r -> Condition.failed(
                        "policy:" + r.result().policy(),
                        "the " + r.result().level() + " policy of the point "
                                + r.result().point() + " holds",
                        r.result().answer().id(),
                        r.result().reason() + (r.overridable() ? "; the override team may say why it may go on" : "")))
                .toList();
    }

    /** The rows as a fact of the run. */
    ObjectNode fact() {
        return Journey.fact("policy", rows);
    }

    /** The rows of a run, those of one point left out. */
    static ArrayNode without(Run run, String point) {
        ArrayNode kept = Json.array();
        run.fact("policy").forEach(row -> {
            if (!row.path("point").asText().equals(point)) {
                kept.add(row);
            }
        });
        return kept;
    }
}
