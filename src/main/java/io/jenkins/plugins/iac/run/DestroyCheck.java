package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.approval.ApprovalRequirements;
import io.jenkins.plugins.iac.approval.Requirement;
import io.jenkins.plugins.iac.approval.WhenCondition;
import io.jenkins.plugins.iac.model.DestroyPolicy;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Ticket;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Level;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.policy.PolicyResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The destroy policy of an environment: ticket and window as hard-mandatory policies, people as requirements. */
final class DestroyCheck {
    static final String TICKET = "destroy:ticket";
    static final String WINDOW = "destroy:window";

    private DestroyCheck() {}

    private static DestroyPolicy policy(Run run, Terms terms) {
        return run.operation() == Operation.DESTROY ? terms.environment().destroy() : null;
    }

    /** Whether the request names a ticket as the environment wants it. */
    static List<PolicyResult> ticket(Run run, Terms terms) {
        DestroyPolicy policy = policy(run, terms);
        if (policy == null || policy.ticket() == null) {
            return List.of();
        }
        String ticket = run.fact("request").path("ticket").asText("");
        boolean passed = Ticket.check(ticket, policy.ticket());
        return List.of(new PolicyResult(
                TICKET,
                Point.PLAN,
                Level.HARD_MANDATORY,
                Tri.of(passed),
                passed
                        ? ""
                        : "a ticket " + policy.ticket() + "... must be named with the request, found "
                                + (ticket.isEmpty() ? "none" : "'" + ticket + "'")));
    }

    /** Whether this is a time at which stacks may be taken down. */
    static List<PolicyResult> window(Run run, Terms terms, Instant now) {
        DestroyPolicy policy = policy(run, terms);
        if (policy == null || policy.windows().isEmpty()) {
            return List.of();
        }
        boolean passed = policy.windows().stream().anyMatch(w -> w.contains(now));
        return List.of(new PolicyResult(
                WINDOW,
                Point.APPLY,
                Level.HARD_MANDATORY,
                Tri.of(passed),
                passed
                        ? ""
                        : "outside the windows for destroying in "
                                + terms.environment().name() + ", now " + now));
    }

    /** Requirements beside those of the environment. */
    static List<Requirement> requirements(Run run, Terms terms, WhenCondition conditions) {
        DestroyPolicy policy = policy(run, terms);
        if (policy == null) {
            return List.of();
        }
        List<Requirement> required =
                new ArrayList<>(ApprovalRequirements.of(policy.approvals(), "destroy-", terms.stack(), conditions));
        if (policy.secondOperator() != null) {
            required.add(new Requirement(
                    "second-operator", List.of(policy.secondOperator()), false, 1, "true", Tri.YES, true));
        }
        return required;
    }
}
