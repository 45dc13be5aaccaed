package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.catalog.Assertion;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Facts;
import java.util.ArrayList;
import java.util.List;

/** One assertion on its way over all paths. Used by one thread. */
final class AssertionRun {
    private final Assertion assertion;
    private final int mostListed;
    private final List<Violation> listed = new ArrayList<>();
    private long count;
    private long spoken;

    AssertionRun(Assertion assertion, int mostListed) {
        this.assertion = assertion;
        this.mostListed = mostListed;
    }

    boolean isBrokenBy(Facts path) {
        boolean spoken = assertion.when() == null || assertion.when().test(path) != Tri.NO;
        boolean kept = assertion.require() != null && assertion.require().test(path) == Tri.YES;
        return spoken && !kept;
    }

    /** Whether it says anything of a path: a deny of several conditions speaks of what meets all but the last. */
    boolean speaksOf(Facts path) {
        Expression of = assertion.require() == null ? assertion.scope() : assertion.when();
        return of == null || of.test(path) != Tri.NO;
    }

    void spoken(long paths) {
        spoken += paths;
    }

    /** The conditions that it asks. */
    List<Expression> conditions() {
        List<Expression> conditions = new ArrayList<>();
        for (Expression part : new Expression[] {assertion.when(), assertion.require(), assertion.scope()}) {
            if (part != null) {
                conditions.add(part);
            }
        }
        return conditions;
    }

    /** What came of it. */
    Proof proof() {
        return new Proof(assertion.name(), spoken, violations());
    }

    /** Counts a path that breaks it, and lists it while there is room. */
    void add(PathFacts broken) {
        count++;
        Facts facts = broken.facts();
        if (listed.size() < mostListed) {
            String reason = assertion.require() == null
                    ? "no path may meet " + assertion.when() + ": "
                            + assertion.when().evaluate(facts).reason()
                    : "expected " + assertion.require() + ": "
                            + assertion.require().evaluate(facts).reason();
            listed.add(new Violation(assertion.name(), reason, assertion.message(), broken.path(), 0));
        }
    }

    List<Violation> violations() {
        if (count == listed.size()) {
            return List.copyOf(listed);
        }
        List<Violation> result = new ArrayList<>(listed);
        Violation last = result.remove(result.size() - 1);
        result.add(new Violation(last.assertion(), last.reason(), last.message(), last.path(), count - listed.size()));
        return List.copyOf(result);
    }
}
