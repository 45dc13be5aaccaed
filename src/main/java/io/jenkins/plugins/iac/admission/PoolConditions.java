package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.RepositoryUrl;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.ToolRef;
import io.jenkins.plugins.iac.model.Trust;
import java.util.ArrayList;
import java.util.List;

/** Whether a pool may take a stack for an operation: all conditions must hold, and each one that does not is named. */
final class PoolConditions {
    private final Stack stack;
    private final Environment environment;
    private final Operation operation;
    private final String identity;
    private final boolean breakGlass;

    /** @param identity name of the identity that the operation needs, or null for none */
    PoolConditions(Stack stack, Environment environment, Operation operation, String identity, boolean breakGlass) {
        this.stack = stack;
        this.environment = environment;
        this.operation = operation;
        this.identity = identity;
        this.breakGlass = breakGlass;
    }

    boolean hold(Pool pool) {
        return environmentHolds(pool)
                && ownerHolds(pool)
                && resourceClassHolds(pool)
                && repositoryHolds(pool)
                && pool.operations().contains(operation)
                && identityHolds(pool)
                && pool.networks().containsAll(stack.networks())
                && trustHolds(pool)
                && offersTool(pool, stack.tool());
    }

    /** Every condition with both values, under one for the pool. */
    Condition explain(Pool pool) {
        List<Condition> all = new ArrayList<>();
        all.add(Condition.of(
                "pool.environment",
                environmentHolds(pool),
                one(pool.environments(), "none"),
                stack.environment(),
                "the pool does not serve this environment"));
        all.add(Condition.of(
                "pool.owner",
                ownerHolds(pool),
                one(pool.owners(), "any"),
                stack.owner(),
                "the pool does not serve this owner"));
        all.add(Condition.of(
                "pool.resourceClass",
                resourceClassHolds(pool),
                one(pool.resourceClasses(), "any"),
                stack.resourceClass() == null ? "none" : stack.resourceClass(),
                "the pool does not take this class of resources"));
        all.add(Condition.of(
                "pool.repository",
                repositoryHolds(pool),
                one(pool.repositories(), "any"),
                stack.repository(),
                "the pool does not take code of this repository"));
        all.add(Condition.of(
                "pool.operation",
                pool.operations().contains(operation),
                one(pool.operations().stream().map(Operation::id).toList(), "none"),
                operation.id(),
                "the pool does not allow this operation"));
        all.add(Condition.of(
                "pool.identity",
                identityHolds(pool),
                one(pool.identities(), "none"),
                identity == null ? "none needed" : identity,
                "the identity is not available from this pool"));
        List<String> missing = stack.networks().stream()
                .filter(n -> !pool.networks().contains(n))
                .toList();
        all.add(Condition.of(
                "pool.network",
                missing.isEmpty(),
                "all of " + (stack.networks().isEmpty() ? "none" : String.join(", ", stack.networks())),
                pool.networks().isEmpty() ? "none" : String.join(", ", pool.networks()),
                "from this pool the stack cannot reach " + String.join(", ", missing)));
        all.add(Condition.of(
                "pool.trust",
                trustHolds(pool),
                breakGlass
                        ? "breakglass"
                        : "at least " + needed() + (needed() == Trust.BREAKGLASS ? "" : ", not breakglass"),
                pool.trust().id(),
                "the pool is not trusted as this environment needs, or kept for emergencies"));
        all.add(toolCondition(pool, stack));
        boolean passed = all.stream().allMatch(Condition::passed);
        return new Condition(
                "pool:" + pool.name(), passed, false, "all conditions hold", passed ? "they do" : failed(all), "", all);
    }

    static Condition toolCondition(Pool pool, Stack stack) {
        return Condition.of(
                "pool.tool",
                offersTool(pool, stack.tool()),
                stack.tool() == null ? "the stack's tool" : stack.tool().toString(),
                one(pool.tools().stream().map(t -> t.name() + " " + t.version()).toList(), "none"),
                "the pool does not offer this tool in this version");
    }

    /** The failed conditions in one line, each with both values. */
    static String failed(List<Condition> conditions) {
        List<String> parts = new ArrayList<>();
        for (Condition condition : conditions) {
            if (!condition.passed()) {
                parts.add(condition.rule() + ": expected " + condition.expected() + ", found " + condition.found());
            }
        }
        return String.join("; ", parts);
    }

    private boolean environmentHolds(Pool pool) {
        return stack.environment() != null && pool.environments().contains(stack.environment());
    }

    private boolean ownerHolds(Pool pool) {
        return pool.owners().isEmpty() || stack.owner() != null && pool.owners().contains(stack.owner());
    }

    private boolean resourceClassHolds(Pool pool) {
        return pool.resourceClasses().isEmpty()
                || stack.resourceClass() != null && pool.resourceClasses().contains(stack.resourceClass());
    }

    private boolean repositoryHolds(Pool pool) {
        return pool.repositories().isEmpty()
                || pool.repositories().stream().anyMatch(r -> RepositoryUrl.same(r, stack.repository()));
    }

    private boolean identityHolds(Pool pool) {
        return identity == null || pool.identities().contains(identity);
    }

    /** A protected environment needs a protected pool; any other at least a standard one. Break-glass pools are apart. */
    private boolean trustHolds(Pool pool) {
        if (breakGlass || pool.trust() == Trust.BREAKGLASS) {
            return breakGlass && pool.trust() == Trust.BREAKGLASS;
        }
        return pool.trust().compareTo(needed()) >= 0;
    }

    private Trust needed() {
        return environment.isProtected() ? Trust.PROTECTED : Trust.STANDARD;
    }

    static boolean offersTool(Pool pool, ToolRef tool) {
        if (tool == null) {
            return false;
        }
        for (PoolTool offered : pool.tools()) {
            if (offered.name().equals(tool.name()) && offered.version().equals(tool.version())) {
                return true;
            }
        }
        return false;
    }

    static String one(List<String> values, String empty) {
        return values.isEmpty() ? empty : values.size() == 1 ? values.get(0) : "one of " + String.join(", ", values);
    }
}
