package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.catalog.Assertion;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Facts;
import java.util.ArrayList;
import java.util.List;

/** One assertion on its way over all paths. Used by one thread. */
final class AssertionRun {
    private final Assertion assertion;
    private final int mostListed;
    private final List<Violation> listed = new ArrayList<>();
    private long count;

    AssertionRun(Assertion assertion, int mostListed) {
        this.assertion = assertion;
        this.mostListed = mostListed;
    }

    void judge(PathFacts path) {
        Facts facts = path.facts();
        boolean spoken = assertion.when() == null || assertion.when().test(facts) != Tri.NO;
        boolean kept = assertion.require() != null && assertion.require().test(facts) == Tri.YES;
        if (!spoken || kept) {
            return;
        }
        count++;
        if (listed.size() < mostListed) {
            String reason = assertion.require() == null
                    ? "no path may meet " + assertion.when() + ": "
                            + assertion.when().evaluate(facts).reason()
                    : "expected " + assertion.require() + ": "
                            + assertion.require().evaluate(facts).reason();
            listed.add(new Violation(assertion.name(), reason, assertion.message(), path.path(), 0));
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
