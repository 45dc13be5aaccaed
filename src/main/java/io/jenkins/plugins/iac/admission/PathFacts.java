package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;

/** A path together with what an assertion may ask about it. */
record PathFacts(ReachPath path, Facts facts) {
    PathFacts(Catalog catalog, ReachPath path, Case c) {
        this(path, asked(builder(catalog, path), c, false));
    }

    /** The same path to another stack that is like this one. */
    PathFacts to(Stack other) {
        String id = other.id().value();
        return id.equals(path.stack())
                ? this
                : new PathFacts(
                        path.to(id),
                        facts.toBuilder()
                                .put(Fact.STACK_ID, id)
                                .put(Fact.STACK_DIRECTORY, other.directory())
                                .build());
    }

    /** With what is asked for; a trigger that the host does not know is a word like the others. */
    static Facts asked(Facts facts, Case c, boolean anyTriggerTried) {
        return asked(facts.toBuilder(), c, anyTriggerTried);
    }

    private static Facts asked(Facts.Builder facts, Case c, boolean anyTriggerTried) {
        Trigger trigger = c.source().trigger();
        String word = trigger == Trigger.UNKNOWN && !anyTriggerTried ? null : trigger.id();
        return facts.put(Fact.SOURCE_REF, c.ref())
                .put(Fact.SOURCE_ACTOR, c.source().actor())
                .put(Fact.ACTOR, c.source().actor())
                .put(Fact.SOURCE_TRIGGER, word)
                .put(Fact.TRIGGER, word)
                .build();
    }

    static Facts of(Catalog catalog, ReachPath path) {
        return builder(catalog, path).build();
    }

    private static Facts.Builder builder(Catalog catalog, ReachPath path) {
        Stack stack = catalog.stack(path.stack()).orElseThrow();
        Environment environment = catalog.environment(stack.environment()).orElseThrow();
        String trust = path.pool() == null
                ? ""
                : catalog.pool(path.pool()).orElseThrow().trust().id();
        return Admission.of(Facts.builder(), stack, environment)
                .put(Fact.SOURCE_KIND, path.source().id())
                .put(Fact.OPERATION, path.operation().id())
                .put(Fact.POOL_NAME, path.pool() == null ? "" : path.pool())
                .put(Fact.POOL_TRUST, trust)
                .put(Fact.IDENTITY_NAME, path.identity() == null ? "" : path.identity())
                .put(Fact.LANE, (path.operation().isStatic() ? Lane.STATIC : Lane.FULL).id())
                .put(Fact.NETWORKS, path.networks())
                .put(Fact.APPROVALS, path.approvals())
                .put(Fact.BREAK_GLASS, path.breakGlass());
    }
}
