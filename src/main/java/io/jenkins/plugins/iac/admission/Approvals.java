package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.model.ApprovalRule;
import io.jenkins.plugins.iac.model.DestroyPolicy;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** How many approvers a catalog guarantees, before any plan is known; counted as a run counts them. */
final class Approvals {
    private final Catalog catalog;

    Approvals(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The least number of different people: a requirement counts only if its condition holds whatever the plan, and one
     * person may meet several requirements, so that the largest count is what is certain. In an emergency the environment's
     * break-glass rule stands instead of its approvals and of what a destroy needs beside them. Nobody approves an unlock.
     */
    int least(Case c) {
        Environment environment = c.environment();
        if (!c.operation().isWrite() || c.operation() == Operation.UNLOCK) {
            return 0;
        }
        if (c.request().breakGlass()) {
            return environment.breakGlass() == null
                    ? 0
                    : environment.breakGlass().count();
        }
        DestroyPolicy destroy = c.operation() == Operation.DESTROY ? environment.destroy() : null;
        Guarantee guarantee = new Guarantee(c);
        guarantee.add(environment.approvals());
        if (destroy != null) {
            guarantee.add(destroy.approvals());
        }
        // The second operator's vote is one that nothing else needs.
        return guarantee.least + (destroy == null || destroy.secondOperator() == null ? 0 : 1);
    }

    /** The condition of every approval. */
    List<Expression> conditions() {
        List<ApprovalRule> rules = new ArrayList<>();
        for (Environment environment : catalog.environments()) {
            rules.addAll(environment.approvals());
            if (environment.destroy() != null) {
                rules.addAll(environment.destroy().approvals());
            }
        }
        return rules.stream()
                .map(rule -> catalog.condition(rule.when(), Vocabulary.RUN))
                .toList();
    }

    /** The largest count of the requirements that stand whatever the plan. */
    private final class Guarantee {
        private final Case c;
        private Facts facts;
        private int least;

        Guarantee(Case c) {
            this.c = c;
        }

        void add(List<ApprovalRule> rules) {
            for (ApprovalRule rule : rules) {
                if (rule.count() > least && stands(rule)) {
                    least = rule.count();
                }
            }
        }

        private boolean stands(ApprovalRule rule) {
            if (facts == null) {
                facts = facts(c);
            }
            return catalog.condition(rule.when(), Vocabulary.RUN).test(facts) == Tri.YES;
        }
    }

    /** What is known of every run on this path. */
    private static Facts facts(Case c) {
        Stack stack = c.stack();
        Pool pool = c.post().assignment().pool();
        Identity identity = c.post().assignment().identity();
        SourceKind kind = c.source().kind();
        Facts.Builder facts = c.post().facts().toBuilder()
                .put(Fact.SOURCE_KIND, kind == SourceKind.UNKNOWN ? null : kind.id())
                .put(Fact.IDENTITY_ROLE, identity == null || identity.role() == null ? "" : identity.role())
                .put(Fact.POOL_EPHEMERAL, pool == null ? null : pool.ephemeral())
                .put(Fact.EMERGENCY, false);
        if (stack.tool() != null) {
            facts.put(Fact.TOOL_NAME, stack.tool().name())
                    .put(Fact.TOOL_VERSION, stack.tool().version());
        }
        return facts.build();
    }
}
