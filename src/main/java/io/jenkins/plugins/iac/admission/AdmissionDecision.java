package io.jenkins.plugins.iac.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Pool;
import java.util.List;

/**
 * May the run start, and how. Immutable; safe in any thread. The reasons are worked out at the first call of
 * {@link #conditions}, from the same catalog and request.
 */
public final class AdmissionDecision {
    private final Admission admission;
    private final Request request;
    private final boolean admitted;
    private final Lane lane;
    private final Pool pool;
    private final Identity identity;
    private final boolean deferred;
    private volatile List<Condition> conditions;

    AdmissionDecision(
            Admission admission,
            Request request,
            boolean admitted,
            Lane lane,
            Pool pool,
            Identity identity,
            boolean deferred) {
        this.admission = admission;
        this.request = request;
        this.admitted = admitted;
        this.lane = lane;
        this.pool = pool;
        this.identity = identity;
        this.deferred = deferred;
    }

    static AdmissionDecision refused(Admission admission, Request request) {
        return new AdmissionDecision(admission, request, false, null, null, null, false);
    }

    public boolean admitted() {
        return admitted;
    }

    /** The lane, or null where rejected. */
    public Lane lane() {
        return lane;
    }

    /** The pool; null where rejected, and in the static lane where no pool offers it. */
    public Pool pool() {
        return pool;
    }

    /** The identity; null where rejected and where the run needs none. */
    public Identity identity() {
        return identity;
    }

    /**
     * Whether a rule hangs on the commit's signature: admitted to the checkout and no further. Ask again with
     * {@link Request#afterCheckout} before any credential.
     */
    public boolean deferred() {
        return deferred;
    }

    /** What was asked. */
    public Request request() {
        return request;
    }

    /** Every condition in order, those that hold included. */
    public List<Condition> conditions() {
        List<Condition> known = conditions;
        if (known == null) {
            known = List.copyOf(admission.explain(request));
            conditions = known;
        }
        return known;
    }

    /** The conditions that refuse. */
    public List<Condition> failures() {
        return conditions().stream().filter(c -> !c.passed()).toList();
    }

    /** The JSON of {@code explain}; conditions underneath a condition are its member {@code because}. */
    public JsonNode toJson() {
        ObjectNode node = Json.object();
        node.put("decision", admitted ? "admitted" : "rejected");
        node.put("lane", lane == null ? null : lane.id());
        node.put("pool", pool == null ? null : pool.name());
        node.put("identity", identity == null ? null : identity.name());
        if (deferred) {
            node.put("deferred", true);
        }
        node.set("conditions", toJson(conditions()));
        return node;
    }

    private static ArrayNode toJson(List<Condition> conditions) {
        ArrayNode array = Json.array();
        for (Condition condition : conditions) {
            ObjectNode node = array.addObject();
            node.put("rule", condition.rule());
            node.put("passed", condition.passed());
            node.put("expected", condition.expected());
            node.put("found", condition.found());
            node.put("message", condition.message());
            if (condition.deferred()) {
                node.put("deferred", true);
            }
            if (!condition.because().isEmpty()) {
                node.set("because", toJson(condition.because()));
            }
        }
        return array;
    }
}
