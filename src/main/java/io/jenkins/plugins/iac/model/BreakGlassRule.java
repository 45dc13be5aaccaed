package io.jenkins.plugins.iac.model;

import java.time.Duration;
import java.util.List;

/**
 * How an environment is changed in an emergency: by its own rule, on a break-glass pool, never without people.
 *
 * @param teams teams whose members may approve
 * @param count distinct people, at least 2; the one who asks never counts
 * @param expiry time from the request until the apply must have begun
 * @param alert external check of the stage {@code break_glass} that is told of every request
 * @param reviewers teams whose members may write the review; whoever asked never may
 * @param identity identity for the apply, or null for the stack's own
 */
public record BreakGlassRule(
        List<String> teams, int count, Duration expiry, String alert, List<String> reviewers, String identity) {
    public static final Duration DEFAULT_EXPIRY = Duration.ofHours(1);

    public BreakGlassRule {
        teams = Values.list(teams);
        reviewers = Values.list(reviewers);
        count = Math.max(2, count);
        expiry = expiry == null ? DEFAULT_EXPIRY : expiry;
    }
}
