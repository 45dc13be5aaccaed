package io.jenkins.plugins.iac.policy;

import io.jenkins.plugins.iac.model.PolicyRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Judges policies at one point of a run, in the order of the catalog. The work of each is bounded twice: by the steps that
 * its {@link Vocabulary} allows, and by the clock. What fails, in any way, is unknown, and a mandatory policy whose answer
 * is unknown refuses: fail-closed, in every environment.
 *
 * <p>Runs in the caller's thread and one of its own; safe for several threads.
 */
public final class Policies {
    private final Function<PolicyRule, Expression> compiled;
    private final Duration most;

    /** @param compiled gives the condition of a policy */
    public Policies(Function<PolicyRule, Expression> compiled) {
        this(compiled, Bounded.MOST);
    }

    Policies(Function<PolicyRule, Expression> compiled, Duration most) {
        this.compiled = compiled;
        this.most = most;
    }

    /** Judges those of one point; those of others are left out. */
    public List<PolicyResult> judge(Point point, List<PolicyRule> policies, Facts facts) {
        List<PolicyResult> results = new ArrayList<>();
        for (PolicyRule policy : policies) {
            if (policy.point().equals(point.id())) {
                results.add(judge(point, policy, facts));
            }
        }
        return results;
    }

    private PolicyResult judge(Point point, PolicyRule policy, Facts facts) {
        Outcome outcome = evaluate(policy, facts);
        String reason = outcome.isYes() ? "" : message(policy) + " (" + outcome.reason() + ")";
        return new PolicyResult(policy.name(), point, Level.of(policy.level()), outcome.value(), reason);
    }

    private static String message(PolicyRule policy) {
        return policy.message() == null || policy.message().isEmpty() ? policy.cel() : policy.message();
    }

    private Outcome evaluate(PolicyRule policy, Facts facts) {
        try {
            return Bounded.evaluate(compiled.apply(policy), facts, most);
        } catch (RuntimeException e) {
            return Bounded.failed(e);
        }
    }
}
