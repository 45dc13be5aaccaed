package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A rule of the catalog (or a policy of the point admission): where {@code when} holds, {@code require} must. A rule whose
 * {@code when} is unknown applies. What is unknown in {@code require} refuses, unless it only hangs on the signature of a
 * commit that is not checked out yet.
 *
 * <p>There is no soft-mandatory policy here (a catalog with one does not load): before there is a plan, there is no digest
 * that an override could be bound to.
 *
 * @param label {@code rule:NAME} or {@code policy:NAME}
 * @param when null for always
 * @param advisory whether a failure is only told
 */
record RuleCheck(String label, Expression when, Expression require, String message, boolean advisory) implements Check {

    /** What is asked of a run, whatever the rule is called: two rules with equal ones always judge alike. */
    record Question(Expression when, Expression require) {}

    Question question() {
        return new Question(when, require);
    }

    /**
     * What is left of the rule where these facts will not change: without {@code when} if they meet it.
     *
     * @param settled facts that are the same in whatever is judged
     */
    RuleCheck narrowed(Facts settled) {
        boolean applies = when != null && when.test(settled) == Tri.YES;
        return applies ? new RuleCheck(label, null, require, message, advisory) : this;
    }

    /** What it asks, one condition or two. */
    List<Expression> conditions() {
        return when == null ? List.of(require) : List.of(when, require);
    }

    /** The facts that the rule names; the caller's to change. */
    Set<Fact> facts() {
        Set<Fact> facts = EnumSet.noneOf(Fact.class);
        conditions().forEach(condition -> facts.addAll(condition.facts()));
        return facts;
    }

    @Override
    public Judgement judge(Case c) {
        if (advisory) {
            return Judgement.HOLDS;
        }
        Facts facts = c.facts();
        Tri plain = test(facts);
        if (plain == Tri.YES) {
            return Judgement.HOLDS;
        }
        boolean open = !c.request().signatureFinal() && !facts.knows(Fact.SOURCE_COMMIT_SIGNED) && asksForSignature();
        if (open && plain == Tri.UNKNOWN) {
            boolean couldPass = test(facts.with(Fact.SOURCE_COMMIT_SIGNED, true)) == Tri.YES
                    || test(facts.with(Fact.SOURCE_COMMIT_SIGNED, false)) == Tri.YES;
            return couldPass ? Judgement.DEFERRED : Judgement.UNKNOWN;
        }
        return Judgement.of(plain);
    }

    /** Whether the rule is kept: {@code !when || require}, without evaluating more than needed. */
    Tri test(Facts facts) {
        Tri applies = when == null ? Tri.YES : when.test(facts);
        if (applies == Tri.NO) {
            return Tri.YES;
        }
        Tri kept = require.test(facts);
        if (kept == Tri.YES) {
            return Tri.YES;
        }
        return applies == Tri.YES ? kept : Tri.UNKNOWN;
    }

    /** Whether the rule has anything to say about these facts. */
    boolean applies(Facts facts) {
        return when == null || when.test(facts) != Tri.NO;
    }

    private boolean asksForSignature() {
        return require.facts().contains(Fact.SOURCE_COMMIT_SIGNED)
                || when != null && when.facts().contains(Fact.SOURCE_COMMIT_SIGNED);
    }

    @Override
    public Condition explain(Case c) {
        Judgement judgement = judge(c);
        Outcome outcome = require.evaluate(c.facts());
        String found = outcome.reason().isEmpty() ? outcome.value().id() : outcome.reason();
        if (when != null && when.test(c.facts()) == Tri.UNKNOWN) {
            found += "; whether it applies is not known: "
                    + when.evaluate(c.facts()).reason();
        }
        if (judgement == Judgement.DEFERRED) {
            return Condition.deferred(
                    label,
                    require.text(),
                    found,
                    "the signature is checked on our own checkout, before any credential");
        }
        if (advisory && outcome.value() != Tri.YES) {
            return new Condition(label, true, false, require.text(), found, "advisory: " + text(), List.of());
        }
        return Condition.of(label, judgement.admits(), require.text(), found, text());
    }

    private String text() {
        return message.isEmpty() ? "the rule is not kept" : message;
    }
}
