package io.jenkins.plugins.iac.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a condition may speak of, by the point of a run at which it is judged. A name outside it does not compile. */
public enum Vocabulary {
    /** Source, stack, environment, operation, pool, identity, actor, trigger and time. */
    ADMISSION(EnumSet.range(Fact.SOURCE_KIND, Fact.NOW), 1_000),
    /** All of these, the plan, the approvers, the tool and the results of external checks. */
    RUN(EnumSet.range(Fact.SOURCE_KIND, Fact.TASKS), 1_000_000),
    /** A path through the catalog: who could do what where, without any run. */
    REACH(
            EnumSet.of(
                    Fact.SOURCE_KIND,
                    Fact.SOURCE_REF,
                    Fact.SOURCE_ACTOR,
                    Fact.SOURCE_TRIGGER,
                    Fact.ACTOR,
                    Fact.TRIGGER,
                    Fact.STACK_ID,
                    Fact.STACK_OWNER,
                    Fact.STACK_RESOURCE_CLASS,
                    Fact.STACK_DIRECTORY,
                    Fact.STACK_REPOSITORY,
                    Fact.ENVIRONMENT_NAME,
                    Fact.ENVIRONMENT_PROTECTED,
                    Fact.OPERATION,
                    Fact.POOL_NAME,
                    Fact.POOL_TRUST,
                    Fact.IDENTITY_NAME,
                    Fact.LANE,
                    Fact.NETWORKS,
                    Fact.APPROVALS,
                    Fact.BREAK_GLASS),
            1_000);

    private final Set<Fact> facts;
    private final int iterations;

    Vocabulary(Set<Fact> facts, int iterations) {
        this.facts = Collections.unmodifiableSet(facts);
        this.iterations = iterations;
    }

    /** The facts that may be named. */
    public Set<Fact> facts() {
        return facts;
    }

    /** Their names, in the order of {@link Fact}. */
    public List<String> names() {
        return facts.stream().map(Fact::id).toList();
    }

    boolean has(Fact fact) {
        return facts.contains(fact);
    }

    /** Most steps of all loops of one evaluation together; past it the evaluation fails, and what fails is unknown. */
    int iterations() {
        return iterations;
    }
}
