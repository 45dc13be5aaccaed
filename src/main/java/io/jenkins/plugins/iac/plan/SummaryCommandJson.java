package io.jenkins.plugins.iac.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;

/**
 * The JSON of the command {@code summary}: {@code {"counts","destructive","drift","risk","planJson"}}. Kinds that do not
 * occur are left out; {@code destructive} is sorted. Where a list had to be cut, {@code destructiveOmitted} or
 * {@code riskOmitted} says by how many; otherwise those members are absent.
 */
public final class SummaryCommandJson {
    private SummaryCommandJson() {}

    public static ObjectNode of(PlanSummary summary) {
        ObjectNode document = Json.object();
        document.set("counts", Json.tree(summary.countsById()));
        document.set("destructive", Json.tree(summary.destructive().items()));
        document.put("drift", summary.drift().total());
        ArrayNode risk = document.putArray("risk");
        for (Risk one : summary.risk().items()) {
            risk.addObject()
                    .put("class", one.cls())
                    .put("address", one.address())
                    .put("reason", one.reason());
        }
        document.put("planJson", summary.planJson().toString());
        if (summary.destructive().omitted() > 0) {
            document.put("destructiveOmitted", summary.destructive().omitted());
        }
        if (summary.risk().omitted() > 0) {
            document.put("riskOmitted", summary.risk().omitted());
        }
        return document;
    }
}
