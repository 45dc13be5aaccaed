package io.jenkins.plugins.iac.report;

import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.plan.PlanDigest;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.Risk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Everything that a summary shows. None of the texts may hold a secret; all may hold markup and control characters, which
 * the writers make harmless.
 *
 * @param stack the stack's name
 * @param operation what the run is for, for example {@code apply}
 * @param run the run's id, empty where there is none
 * @param plan what the plan says
 * @param digest the plan digest with its parts, where one was taken
 * @param required what must be approved; empty if nothing must
 * @param votes what people said about this plan, in order, also what does not count
 * @param policies results of policies at the plan
 * @param tasks results of run tasks: scanners, cost, tickets, backups verified
 * @param facts more that a reviewer should see, label and value, in order: commit, requester, environment
 */
public record Review(
        String stack,
        String operation,
        String run,
        PlanSummary plan,
        Optional<PlanDigest> digest,
        List<Requirement> required,
        List<Said> votes,
        List<Condition> policies,
        List<Condition> tasks,
        Map<String, String> facts) {
    public Review {
        required = List.copyOf(required);
        votes = List.copyOf(votes);
        policies = List.copyOf(policies);
        tasks = List.copyOf(tasks);
        facts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** A review of a plan alone, as the command {@code summary} gives it. */
    public static Review of(String name, PlanSummary plan) {
        return new Review(
                name, "plan", "", plan, Optional.empty(), List.of(), List.of(), List.of(), List.of(), Map.of());
    }

    /**
     * An approval that the plan needs.
     *
     * @param name the requirement's name, for example {@code sre-oncall}
     * @param teams whose people may give it, any one of them
     * @param count how many different people must
     * @param approvedBy who did, for this digest
     */
    public record Requirement(String name, List<String> teams, int count, List<String> approvedBy) {
        public Requirement {
            teams = List.copyOf(teams);
            approvedBy = List.copyOf(approvedBy);
        }

        public boolean isMet() {
            return approvedBy.size() >= count;
        }
    }

    /**
     * What one person said about the plan.
     *
     * @param decision {@code approve} or {@code reject}
     * @param at when, UTC
     * @param counts for which requirements it counts, or why it does not
     * @param isCounted whether it counts
     */
    public record Said(String user, String decision, Instant at, String comment, String counts, boolean isCounted) {}

    /** Names of the requirements that are not met yet. */
    public List<String> missing() {
        return required.stream().filter(r -> !r.isMet()).map(Requirement::name).toList();
    }

    /**
     * A risk as an operator writes it: what happens, why, the data class, and who must still approve: {@code
     * aws_db_instance.orders_prod will be replaced: engine_version forces replacement; data class
     * customer_transactional; required: data-platform, sre-oncall}.
     */
    public String sentence(Risk risk) {
        return sentence(risk.reason(), missing());
    }

    /** The same from what a record says of a risk and of who must still approve. */
    public static String sentence(String reason, List<String> missing) {
        return missing.isEmpty() ? reason : reason + "; required: " + String.join(", ", missing);
    }

    /** The counts in words, gravest first: {@code 1 to replace, 2 to add}. Empty if nothing changes. */
    String counts() {
        return counts(plan::count);
    }

    /** The same from counts that come from elsewhere. */
    public static String counts(ToLongFunction<ChangeKind> count) {
        List<String> parts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            long n = count.applyAsLong(kind.kind());
            if (n > 0 && kind.kind() != ChangeKind.NO_OP) {
                parts.add(number(n) + " " + kind.words());
            }
        }
        return String.join(", ", parts);
    }

    /** Warnings about the plan as a whole. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (plan.errored().isYes()) {
            warnings.add("Planning failed on the way: the changes are incomplete and cannot be applied.");
        }
        if (plan.complete() == io.jenkins.plugins.iac.model.Tri.NO) {
            warnings.add("The plan does not cover everything: resources were targeted, excluded or deferred.");
        }
        long deferred = plan.deferred().total();
        if (deferred > 0) {
            warnings.add(
                    deferred == 1
                            ? "One change is put off to a later plan."
                            : number(deferred) + " changes are put off to a later plan.");
        }
        long provisioners = plan.configuration().provisioners().total();
        if (provisioners > 0) {
            warnings.add((provisioners == 1
                            ? "A provisioner in the configuration executes"
                            : number(provisioners) + " provisioners in the configuration execute")
                    + " code during the apply.");
        }
        return warnings;
    }

    static String number(long n) {
        return String.format(java.util.Locale.ROOT, "%,d", n);
    }
}
