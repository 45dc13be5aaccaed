package io.jenkins.plugins.iac.model;

import java.util.List;

/**
 * Limits on what a plan of a stack may do.
 *
 * @param allowDestroy whether a plan may delete anything; null where not said, which allows it
 * @param maxReplacements most replacements, or null for no limit
 * @param maxDeletes most deletions, or null for no limit
 * @param runTasks external checks that must pass
 */
public record Constraints(Boolean allowDestroy, Integer maxReplacements, Integer maxDeletes, List<String> runTasks) {
    public static final Constraints NONE = new Constraints(null, null, null, List.of());

    public Constraints {
        runTasks = Values.list(runTasks);
    }
}
