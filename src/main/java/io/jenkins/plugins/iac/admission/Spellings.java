package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.RepositoryUrl;
import io.jenkins.plugins.iac.policy.Comparison;
import io.jenkins.plugins.iac.policy.Fact;
import java.util.List;

/**
 * Whether rules tell apart the spellings of a repository: admission takes {@code git@host:a/b.git} and {@code https://host/a/b}
 * for one, a rule that compares texts does not.
 */
final class Spellings {
    private final List<Comparison> uses;

    Spellings(RuleIndex rules) {
        this.uses = rules.conditions().stream()
                .flatMap(condition -> condition.uses().stream())
                .filter(use -> use.fact() == Fact.SOURCE_REPOSITORY)
                .toList();
    }

    /** Whether any rule asks for the repository of a run. */
    boolean matter() {
        return !uses.isEmpty();
    }

    /** Whether what rules say of one spelling of this repository they say of all. */
    boolean areAllLike(String repository) {
        return uses.stream()
                .allMatch(use -> use.how() == Comparison.How.EQUAL && !RepositoryUrl.same(use.constant(), repository));
    }
}
