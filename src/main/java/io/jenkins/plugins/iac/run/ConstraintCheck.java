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
        if (operation == Operation.IMPORT) {
            results.add(importOnly(plan));
        }
        return results;
    }

    /** Taking something into the state is an operation of its own: nobody approves a change of it under that name. */
    private static PolicyResult importOnly(PlanSummary plan) {
        long other = 0;
        for (ChangeKind kind : new ChangeKind[] {
            ChangeKind.CREATE, ChangeKind.UPDATE, ChangeKind.DELETE, ChangeKind.REPLACE, ChangeKind.FORGET
        }) {
            other += plan.count(kind);
        }
        long imports = plan.count(ChangeKind.IMPORT);
        return limit(
                "importOnly",
                other == 0 && imports > 0,
                "the plan imports " + imports + " and changes " + other + "; an import imports, and nothing else");
    }

    private static PolicyResult limit(String name, boolean passed, String reason) {
        return new PolicyResult(
                "constraint:" + name, Point.PLAN, Level.HARD_MANDATORY, Tri.of(passed), passed ? "" : reason);
    }
}
