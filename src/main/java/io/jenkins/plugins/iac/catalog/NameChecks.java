package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Team;
import io.jenkins.plugins.iac.policy.Comparison;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Issue;
import io.jenkins.plugins.iac.policy.Vocabulary;
import io.jenkins.plugins.iac.policy.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Conditions that compare with names that the catalog does not have: an environment, pool, stack, identity, owner, team,
 * resource class or network. Such a comparison is never true. In a catalog it is a warning, as a rule may be written before
 * what it speaks of is there; in an invariant it is an error, as what is proved of nothing is no proof.
 */
final class NameChecks {
    private final Catalog catalog;
    private final Conditions conditions;
    private final Map<Fact, Set<String>> known = new EnumMap<>(Fact.class);

    NameChecks(Catalog catalog, Conditions conditions) {
        this.catalog = catalog;
        this.conditions = conditions;
    }

    /** Warns of unknown names in every condition of a catalog. */
    void warn(Fields root, Findings findings) {
        List<Fields> approvals = new ArrayList<>();
        for (Fields environment : root.records("environments")) {
            approvals.addAll(environment.records("approvals"));
            Fields destroy = environment.record("destroy");
            if (destroy != null) {
                approvals.addAll(destroy.records("approvals"));
            }
        }
        root.records("rules").forEach(rule -> {
            of(rule, "when", Vocabulary.ADMISSION, findings::warn);
            of(rule, "require", Vocabulary.ADMISSION, findings::warn);
        });
        root.records("policies")
                .forEach(policy -> of(policy, "cel", Conditions.vocabulary(policy.tree()), findings::warn));
        approvals.forEach(approval -> of(approval, "when", Vocabulary.RUN, findings::warn));
    }

    /** Where a finding goes. */
    interface Sink {
        void add(Tree at, Path path, String message);
    }

    /** Looks through one condition. */
    void of(Fields fields, String field, Vocabulary vocabulary, Sink sink) {
        Expression condition =
                fields.has(field) ? conditions.compiled().get(vocabulary).get(fields.text(field)) : null;
        if (condition == null) {
            return;
        }
        for (Comparison use : condition.uses()) {
            String constant = use.constant();
            boolean exact = use.how() == Comparison.How.EQUAL && use.member() == null && !constant.isEmpty();
            if (exact && !exists(use.fact(), constant)) {
                String nearest = Words.nearest(constant, names(use.fact()));
                Tree at = conditions.locate((Tree.Scalar) fields.at(field), new Issue(use.line(), use.column(), ""));
                sink.add(
                        at,
                        fields.path().child(field),
                        use.fact() + " is never " + Findings.quote(constant) + ": the catalog has no such "
                                + word(use.fact())
                                + (nearest == null ? "; correct the name" : ", did you mean '" + nearest + "'?"));
            }
        }
    }

    private boolean exists(Fact fact, String name) {
        return switch (fact) {
            case STACK_ID -> catalog.stack(name).isPresent();
            case ENVIRONMENT_NAME -> catalog.environment(name).isPresent();
            case POOL_NAME -> catalog.pool(name).isPresent();
            case IDENTITY_NAME -> catalog.identity(name).isPresent();
            case STACK_OWNER, STACK_RESOURCE_CLASS, NETWORKS -> names(fact).contains(name);
            case APPROVER_TEAMS -> catalog.teams().isEmpty() || names(fact).contains(name);
            default -> true;
        };
    }

    private static String word(Fact fact) {
        return switch (fact) {
            case STACK_ID -> "stack";
            case ENVIRONMENT_NAME -> "environment";
            case POOL_NAME -> "pool";
            case IDENTITY_NAME -> "identity";
            case STACK_OWNER -> "owner";
            case STACK_RESOURCE_CLASS -> "resource class";
            case NETWORKS -> "network";
            default -> "team";
        };
    }

    private Set<String> names(Fact fact) {
        return known.computeIfAbsent(fact, f -> switch (f) {
            case STACK_ID -> each(catalog.stacks(), s -> Stream.of(s.id().value()));
            case ENVIRONMENT_NAME -> each(catalog.environments(), e -> Stream.of(e.name()));
            case POOL_NAME -> each(catalog.pools(), p -> Stream.of(p.name()));
            case IDENTITY_NAME -> each(catalog.identities(), (Identity i) -> Stream.of(i.name()));
            case STACK_OWNER -> {
                Set<String> owners = each(catalog.teams(), (Team t) -> Stream.of(t.name()));
                owners.addAll(each(catalog.stacks(), s -> Stream.ofNullable(s.owner())));
                owners.addAll(each(catalog.pools(), p -> p.owners().stream()));
                yield owners;
            }
            case STACK_RESOURCE_CLASS -> {
                Set<String> classes = each(catalog.stacks(), (Stack s) -> Stream.ofNullable(s.resourceClass()));
                classes.addAll(each(catalog.pools(), p -> p.resourceClasses().stream()));
                yield classes;
            }
            case NETWORKS -> each(catalog.pools(), (Pool p) -> p.networks().stream());
            default -> each(catalog.teams(), (Team t) -> Stream.of(t.name()));
        });
    }

    private static <T> Set<String> each(Collection<T> all, Function<T, Stream<String>> names) {
        Set<String> set = new TreeSet<>();
        all.forEach(item -> names.apply(item).forEach(set::add));
        return set;
    }
}
