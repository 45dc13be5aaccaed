package io.jenkins.plugins.iac.admission;

import java.util.List;

/**
 * What came of one assertion.
 *
 * @param assertion its name
 * @param paths how many paths it spoke of; an assertion that spoke of none holds for want of paths
 * @param violations paths that break it, at most a hundred
 */
public record Proof(String assertion, long paths, List<Violation> violations) {
    public Proof {
        violations = List.copyOf(violations);
    }
}
