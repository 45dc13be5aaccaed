package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Constraints;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.PolicyRule;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Outcome;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a plan by the stack's constraints and the catalog's policies. A mandatory policy that cannot be judged has failed.
 */
final class PlanPolicy {
    /** One result: which policy, at which level, what came of it and why. */
    record Result(String name, String level, boolean passed, String reason) {
        boolean refuses() {
            return !passed && !level.equals(ADVISORY);
        }

        ObjectNode json() {
            return Json.object()
                    .put("policy", name)
                    .put("point", "plan")
                    .put("level", level)
                    .put("passed", passed)
                    .put("reason", reason);
        }
    }

    static final String ADVISORY = "advisory";
    static final String HARD = "hard-mandatory";

    private PlanPolicy() {}

    static List<Result> judge(
            Catalog catalog, Constraints constraints, Operation operation, PlanSummary plan, Facts facts) {
        List<Result> results = new ArrayList<>(constraints(constraints, operation, plan));
        for (PolicyRule policy : catalog.policies("plan")) {
            Outcome outcome = catalog.condition(policy.cel(), Vocabulary.RUN).evaluate(facts);
            String reason = outcome.value() == Tri.YES
                    ? ""
                    : (policy.message() == null || policy.message().isEmpty() ? policy.cel() : policy.message()) + " ("
                            + outcome.reason() + ")";
            results.add(new Result(policy.name(), policy.level(), outcome.isYes(), reason));
        }
        return results;
    }

    private static List<Result> constraints(Constraints constraints, Operation operation, PlanSummary plan) {
        List<Result> results = new ArrayList<>();
        long deletes = plan.count(ChangeKind.DELETE);
        long replacements = plan.count(ChangeKind.REPLACE);
        if (Boolean.FALSE.equals(constraints.allowDestroy())) {
            boolean passed = deletes == 0 && operation != Operation.DESTROY;
            results.add(limit("allowDestroy", passed, "the plan deletes " + deletes + ", the stack allows none"));
        }
        if (constraints.maxReplacements() != null) {
            int most = constraints.maxReplacements();
            results.add(limit(
                    "maxReplacements",
                    replacements <= most,
                    "the plan replaces " + replacements + ", the stack allows " + most));
        }
        if (constraints.maxDeletes() != null) {
            int most = constraints.maxDeletes();
            results.add(
                    limit("maxDeletes", deletes <= most, "the plan deletes " + deletes + ", the stack allows " + most));
        }
        return results;
    }

    private static Result limit(String name, boolean passed, String reason) {
        return new Result("constraint:" + name, HARD, passed, passed ? "" : reason);
    }

    static ArrayNode json(List<Result> results) {
        ArrayNode array = Json.array();
        results.forEach(r -> array.add(r.json()));
        return array;
    }
}
