package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Trust;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Chooses pool and identity. A person never does; the catalog does, the most specific supply first. */
final class PoolChoice {
    private final Catalog catalog;
    private final List<Pool> untrusted;

    PoolChoice(Catalog catalog) {
        this.catalog = catalog;
        this.untrusted = catalog.pools().stream()
                .filter(p -> p.trust() == Trust.UNTRUSTED)
                .toList();
    }

    /** The pool and identity of the full lane. */
    Assignment assign(Stack stack, Environment environment, Operation operation, boolean breakGlass) {
        String name = identityFor(stack, environment, operation, breakGlass);
        Identity identity = name == null ? null : catalog.identity(name).orElse(null);
        boolean fit = name == null || fits(identity, stack, operation);
        PoolConditions conditions = new PoolConditions(stack, environment, operation, name, breakGlass);
        for (Pool pool : candidates(stack)) {
            if (conditions.hold(pool)) {
                return new Assignment(pool, fit ? identity : null, fit, true);
            }
        }
        return new Assignment(null, fit ? identity : null, fit, false);
    }

    /**
     * The pool of the static lane: an untrusted one that allows the operation, else, for code of our own, one of the
     * stack's. There may be none; the static lane needs nothing of an agent but the tool.
     */
    Assignment assignStatic(Stack stack, Environment environment, Operation operation, boolean untrustedSource) {
        for (Pool pool : untrusted) {
            if (pool.operations().contains(operation) && PoolConditions.offersTool(pool, stack.tool())) {
                return new Assignment(pool, null, true, true);
            }
        }
        if (!untrustedSource) {
            PoolConditions conditions = new PoolConditions(stack, environment, operation, null, false);
            for (Pool pool : candidates(stack)) {
                if (conditions.hold(pool)) {
                    return new Assignment(pool, null, true, true);
                }
            }
        }
        return new Assignment(null, null, true, true);
    }

    /** In an emergency the environment's rule may name another identity for what writes. */
    private static String identityFor(Stack stack, Environment environment, Operation operation, boolean breakGlass) {
        boolean own = breakGlass
                && operation.isWrite()
                && environment.breakGlass() != null
                && environment.breakGlass().identity() != null;
        return own ? environment.breakGlass().identity() : stack.identityFor(operation);
    }

    private static boolean fits(Identity identity, Stack stack, Operation operation) {
        return identity != null
                && identity.operations().contains(operation)
                && identity.environment().equals(stack.environment());
    }

    /** Supplied pools, most specific first; all pools in a catalog that supplies none to anybody. */
    private Collection<Pool> candidates(Stack stack) {
        if (!catalog.suppliesPools()) {
            return catalog.pools();
        }
        List<Pool> supplied = new ArrayList<>(stack.pools().size());
        for (String name : stack.pools()) {
            catalog.pool(name).ifPresent(supplied::add);
        }
        return supplied;
    }

    Condition explainIdentity(Stack stack, Environment environment, Operation operation, boolean breakGlass) {
        if (operation.isStatic()) {
            return Condition.passed("identity", "no identity for " + operation, "none");
        }
        String name = identityFor(stack, environment, operation, breakGlass);
        if (name == null) {
            return Condition.passed("identity", "the stack's identity for " + operation, "none: it names none");
        }
        Identity identity = catalog.identity(name).orElse(null);
        String found = identity == null
                ? name + ", which is unknown"
                : name + " for " + identity.operations() + " in " + identity.environment();
        return Condition.of(
                "identity",
                fits(identity, stack, operation),
                "an identity for " + operation + " in " + stack.environment(),
                found,
                "name an identity for " + operation + " in the stack's identities");
    }

    Condition explainPool(Case c) {
        Assignment assignment = c.post().assignment();
        return c.post().lane() == Lane.STATIC ? explainStatic(c, assignment) : explainFull(c, assignment);
    }

    private Condition explainFull(Case c, Assignment assignment) {
        Stack stack = c.stack();
        PoolConditions conditions = new PoolConditions(
                stack,
                c.environment(),
                c.operation(),
                identityFor(stack, c.environment(), c.operation(), c.request().breakGlass()),
                c.request().breakGlass());
        List<Condition> because = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (Pool pool : candidates(stack)) {
            Condition condition = conditions.explain(pool);
            because.add(condition);
            if (!condition.passed()) {
                refusals.add(pool.name() + " (" + condition.found() + ")");
            }
            if (pool == assignment.pool()) {
                break;
            }
        }
        boolean passed = assignment.pool() != null;
        String found =
                passed ? assignment.pool().name() : because.isEmpty() ? "no pool is supplied to the stack" : "none";
        String message = passed
                ? ""
                : because.isEmpty()
                        ? "supply a pool to " + stack.id() + " in a scope or in the stack"
                        : "no pool may take it: " + String.join("; ", refusals);
        return new Condition("pool", passed, false, "a pool that may take the stack", found, message, because);
    }

    private Condition explainStatic(Case c, Assignment assignment) {
        List<Condition> because = new ArrayList<>();
        for (Pool pool : untrusted) {
            List<Condition> parts = List.of(
                    Condition.of(
                            "pool.operation",
                            pool.operations().contains(c.operation()),
                            PoolConditions.one(
                                    pool.operations().stream()
                                            .map(Operation::id)
                                            .toList(),
                                    "none"),
                            c.operation().id(),
                            "the pool does not allow this operation"),
                    PoolConditions.toolCondition(pool, c.stack()));
            because.add(Condition.all("pool:" + pool.name(), "all conditions hold", "", "", parts));
        }
        String found = assignment.pool() == null
                ? "none: no untrusted pool allows " + c.operation() + " with "
                        + c.stack().tool() + ", so there is no agent for it in Jenkins"
                : assignment.pool().name();
        return new Condition("pool", true, false, "an untrusted pool, or none", found, "", because);
    }
}
