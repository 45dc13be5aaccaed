package io.jenkins.plugins.iac.policy;

import io.jenkins.plugins.iac.model.Tri;
import java.util.Objects;

/**
 * What one policy says at one point of a run.
 *
 * @param policy its name
 * @param answer whether it holds; unknown, where it asks for a fact that is not known or could not be evaluated, does not
 *     count as holding
 * @param reason why it does not hold, empty where it does
 */
public record PolicyResult(String policy, Point point, Level level, Tri answer, String reason) {
    public PolicyResult {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(point, "point");
        Objects.requireNonNull(level, "level");
        answer = answer == null ? Tri.UNKNOWN : answer;
        reason = reason == null ? "" : reason;
    }

    /** Whether it holds for certain. */
    public boolean passed() {
        return answer == Tri.YES;
    }

    /** Whether it stands in the way unless somebody overrides it. */
    public boolean refuses() {
        return !passed() && level != Level.ADVISORY;
    }

    /** Whether somebody may override it. */
    public boolean isOverridable() {
        return refuses() && level == Level.SOFT_MANDATORY && point.isOverridable();
    }
}
