package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.model.AdmissionRule;
import io.jenkins.plugins.iac.model.PolicyRule;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the rules that a run has to be judged by. Rules mostly compare stack, environment, operation, pool or identity
 * with constants; evaluated once with only these facts known, most rules are settled for good, and only the others are
 * kept for the decisions. In two steps, so that the second looks at few: by environment and operation, then by stack.
 */
final class RuleIndex {
    private final List<RuleCheck> all;
    private final Map<String, List<RuleCheck>> byEnvironmentAndOperation = new ConcurrentHashMap<>();

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
     * The rules that could still refuse, or have something to tell.
     *
     * @param shared facts of environment and operation alone
     * @param known these and the facts of stack, pool and identity
     */
    List<RuleCheck> open(Facts shared, Facts known, String environment, String operation) {
        List<RuleCheck> first =
                byEnvironmentAndOperation.computeIfAbsent(environment + " " + operation, k -> unsettled(all, shared));
        return first.isEmpty() ? first : unsettled(first, known);
    }

    private static List<RuleCheck> unsettled(List<RuleCheck> rules, Facts facts) {
        return rules.stream().filter(rule -> rule.test(facts) != Tri.YES).toList();
    }

    /** All rules, settled or not. */
    List<RuleCheck> all() {
        return all;
    }
}
