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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The limits that a stack sets on its plans, as hard-mandatory policies named {@code constraint:...}. */
final class ConstraintCheck {
    /** What an import may have in it: data sources in check blocks are always read once more. */
    private static final Set<ChangeKind> OF_AN_IMPORT =
            EnumSet.of(ChangeKind.IMPORT, ChangeKind.NO_OP, ChangeKind.READ);

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

    /**
     * Taking something into the state is an operation of its own: nobody approves a change of it under that name. Any kind that is not
     * listed as harmless counts as one. Outputs may change: they follow from what is imported, and change no object.
     */
    private static PolicyResult importOnly(PlanSummary plan) {
        long imports = plan.count(ChangeKind.IMPORT);
        List<String> others = plan.counts().keySet().stream()
                .filter(kind -> !OF_AN_IMPORT.contains(kind))
                .map(kind -> plan.count(kind) + " " + kind)
                .toList();
        return limit(
                "importOnly",
                others.isEmpty() && imports > 0,
                "the plan imports " + imports + (others.isEmpty() ? "" : ", and has " + String.join(", ", others))
                        + "; an import imports, and nothing else");
    }

    private static PolicyResult limit(String name, boolean passed, String reason) {
        return new PolicyResult(
                "constraint:" + name, Point.PLAN, Level.HARD_MANDATORY, Tri.of(passed), passed ? "" : reason);
    }
}
