package io.jenkins.plugins.iac.policy;

import io.jenkins.plugins.iac.model.Tri;

/**
 * What a condition says of some facts.
 *
 * @param value yes, no, or unknown where the answer depends on a fact that is unknown or the evaluation failed; whoever
 *     decides on it treats unknown as the answer that refuses
 * @param reason for unknown, which fact or which failure; otherwise the facts that the condition asked about
 */
public record Outcome(Tri value, String reason) {
    public boolean isYes() {
        return value == Tri.YES;
    }
}
