package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Constraints;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.policy.Level;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.policy.PolicyResult;
import java.util.ArrayList;
import java.util.List;

/** The limits that a stack sets on its plans, as hard-mandatory policies named {@code constraint:...}. */
final class ConstraintCheck {
    private ConstraintCheck() {}

    static List<PolicyResult> judge(Constraints constraints, Operation operation, PlanSummary plan) {
        List<PolicyResult> results = new ArrayList<>();
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

    private static PolicyResult limit(String name, boolean passed, String reason) {
        return new PolicyResult(
                "constraint:" + name, Point.PLAN, Level.HARD_MANDATORY, Tri.of(passed), passed ? "" : reason);
    }
}
