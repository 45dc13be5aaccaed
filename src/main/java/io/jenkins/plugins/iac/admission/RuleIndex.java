package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.model.AdmissionRule;
import io.jenkins.plugins.iac.model.PolicyRule;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the rules that a run has to be judged by. Rules mostly compare stack, environment, operation, pool or identity
 * with constants; evaluated once with only these facts known, most rules are settled for good, and only what is left of
 * the others is kept for the decisions. In two steps, so that the second looks at few: by environment and operation, then
 * by the facts of the stack that the rules name. Rules that name the same facts answer alike for all stacks of which these
 * facts are the same, so that they are asked once for all of them. Safe in any thread.
 */
final class RuleIndex {
    /** What a stack, its pool and its identity settle, and no run can change. */
    private static final Set<Fact> SETTLED = EnumSet.of(
            Fact.STACK_ID,
            Fact.STACK_OWNER,
            Fact.STACK_RESOURCE_CLASS,
            Fact.STACK_DIRECTORY,
            Fact.STACK_REPOSITORY,
            Fact.POOL_NAME,
            Fact.POOL_TRUST,
            Fact.IDENTITY_NAME);

    private final List<RuleCheck> all;
    private final Map<String, List<Group>> byEnvironmentAndOperation = new ConcurrentHashMap<>();

    /** Rules that name the same facts of a stack, and what is left of them by the values of these facts. */
    private record Group(Set<Fact> facts, List<RuleCheck> rules, Map<List<Object>, List<RuleCheck>> known) {
        List<RuleCheck> open(Facts settled) {
            if (Likeness.isByName(facts)) { // of one stack only: not worth to be remembered
                return unsettled(rules, settled);
            }
            List<Object> values = new ArrayList<>(facts.size());
            for (Fact fact : facts) {
                values.add(settled.get(fact));
            }
            return known.computeIfAbsent(values, k -> unsettled(rules, settled));
        }
    }

    RuleIndex(Catalog catalog) {
        List<RuleCheck> checks = new ArrayList<>();
        for (AdmissionRule rule : catalog.rules()) {
            checks.add(new RuleCheck(
                    "rule:" + rule.name(),
                    catalog.condition(rule.when(), Vocabulary.ADMISSION),
                    catalog.condition(rule.require(), Vocabulary.ADMISSION),
                    rule.message(),
                    false));
        }
        for (PolicyRule policy : catalog.policies("admission")) {
            checks.add(new RuleCheck(
                    "policy:" + policy.name(),
                    null,
                    catalog.condition(policy.cel(), Vocabulary.ADMISSION),
                    policy.message(),
                    policy.level().equals("advisory")));
        }
        this.all = List.copyOf(checks);
    }

    /**
     * What could still refuse: of several rules that ask for the same, one. For decisions only; the reasons come from
     * {@link #all}.
     *
     * @param shared facts of environment and operation alone
     * @param settled these and the facts of stack, pool and identity
     */
    List<RuleCheck> open(Facts shared, Facts settled, String environment, String operation) {
        List<Group> groups =
                byEnvironmentAndOperation.computeIfAbsent(environment + " " + operation, k -> groups(shared));
        if (groups.isEmpty()) {
            return List.of();
        }
        if (groups.size() == 1) {
            return groups.get(0).open(settled);
        }
        List<RuleCheck> open = new ArrayList<>();
        for (Group group : groups) {
            open.addAll(group.open(settled));
        }
        return distinct(open);
    }

    private List<Group> groups(Facts shared) {
        Map<Set<Fact>, List<RuleCheck>> byFacts = new LinkedHashMap<>();
        for (RuleCheck rule : unsettled(all, shared)) {
            Set<Fact> named = rule.facts();
            named.retainAll(SETTLED);
            byFacts.computeIfAbsent(named, k -> new ArrayList<>()).add(rule);
        }
        List<Group> groups = new ArrayList<>();
        byFacts.forEach((facts, rules) -> groups.add(new Group(facts, rules, new ConcurrentHashMap<>())));
        return groups;
    }

    /** What is left of the rules that could refuse, the same only once. */
    private static List<RuleCheck> unsettled(List<RuleCheck> rules, Facts facts) {
        List<RuleCheck> open = new ArrayList<>();
        for (RuleCheck rule : rules) {
            if (!rule.advisory() && rule.test(facts) != Tri.YES) {
                open.add(rule.narrowed(facts));
            }
        }
        return distinct(open);
    }

    private static List<RuleCheck> distinct(List<RuleCheck> rules) {
        Map<RuleCheck.Question, RuleCheck> byQuestion = new LinkedHashMap<>();
        for (RuleCheck rule : rules) {
            byQuestion.putIfAbsent(rule.question(), rule);
        }
        return List.copyOf(byQuestion.values());
    }

    /** All rules, settled or not. */
    List<RuleCheck> all() {
        return all;
    }

    /** Every condition of some rule. */
    List<Expression> conditions() {
        return all.stream().flatMap(rule -> rule.conditions().stream()).toList();
    }
}
