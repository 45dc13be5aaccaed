package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.model.ApprovalRule;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Vocabulary;

/** How many approvers a catalog guarantees, before any plan is known. */
final class Approvals {
    private final Catalog catalog;

    Approvals(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The least number of different people: a requirement counts only if its condition holds whatever the plan, and one
     * person may meet several requirements, so that the largest count is what is certain.
     */
    int least(Stack stack, Operation operation) {
        Environment environment = catalog.environment(stack.environment()).orElseThrow();
        int least = 0;
        Facts facts = null;
        for (ApprovalRule rule : environment.approvals()) {
            if (rule.count() <= least) {
                continue;
            }
            if (facts == null) {
                facts = facts(stack, environment, operation);
            }
            if (catalog.condition(rule.when(), Vocabulary.RUN).test(facts) == Tri.YES) {
                least = rule.count();
            }
        }
        return least;
    }

    private static Facts facts(Stack stack, Environment environment, Operation operation) {
        return Facts.builder()
                .put(Fact.STACK_ID, stack.id().value())
                .put(Fact.STACK_OWNER, stack.owner() == null ? "" : stack.owner())
                .put(Fact.STACK_RESOURCE_CLASS, stack.resourceClass() == null ? "" : stack.resourceClass())
                .put(Fact.STACK_DIRECTORY, stack.directory())
                .put(Fact.STACK_REPOSITORY, stack.repository())
                .put(Fact.ENVIRONMENT_NAME, environment.name())
                .put(Fact.ENVIRONMENT_PROTECTED, environment.isProtected())
                .put(Fact.OPERATION, operation.id())
                .build();
    }
}
