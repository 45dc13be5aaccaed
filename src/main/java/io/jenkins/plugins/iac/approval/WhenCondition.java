package io.jenkins.plugins.iac.approval;

import io.jenkins.plugins.iac.model.Tri;

/** Judges the condition of an approval rule over the facts of one plan and run. */
@FunctionalInterface
public interface WhenCondition {
    /**
     * Whether the condition holds.
     *
     * @param cel the condition as the catalog says it
     * @return unknown where it depends on a fact that is not known or cannot be evaluated: the approval is then required
     */
    Tri test(String cel);
}
