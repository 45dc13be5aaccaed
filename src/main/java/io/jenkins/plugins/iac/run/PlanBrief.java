package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.plan.PlanSummary;

/** What the journal and the evidence keep of a plan's summary: counts in full, lists up to a bound and how long they are. */
final class PlanBrief {
    private static final int MOST = 500;

    private PlanBrief() {}

    static ObjectNode json(PlanSummary summary) {
        ObjectNode json = Json.object();
        json.set("counts", Json.tree(summary.countsById()));
        ArrayNode destructive = json.putArray("destructive");
        summary.destructive().items().stream().limit(MOST).forEach(destructive::add);
        json.put("destructiveTotal", summary.destructive().total());
        json.put("drift", summary.drift().total());
        ArrayNode risk = json.putArray("risk");
        summary.risk().items().stream().limit(MOST).forEach(r -> risk.addObject()
                .put("class", r.cls())
                .put("address", r.address())
                .put("reason", r.reason()));
        json.put("riskTotal", summary.risk().total());
        ArrayNode sentences = json.putArray("sentences");
        summary.changes().items().stream()
                .filter(c -> c.kind().isDestructive())
                .limit(MOST)
                .forEach(c -> sentences.add(c.sentence()));
        json.put("planJson", summary.planJson().toString());
        return json;
    }
}
