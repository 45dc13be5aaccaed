package io.jenkins.plugins.iac.tool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a plan or an apply ended that did not fail.
 *
 * @param changes for a plan: whether applying it would change anything, outputs included; for an apply: always true
 * @param summary the tool's own count, where it gave one
 * @param warnings what it warned of
 */
public record ToolOutcome(
        boolean changes, Optional<ChangeSummary> summary, List<ToolDiagnostic> warnings, Duration wallTime) {
    public ToolOutcome {
        warnings = List.copyOf(warnings);
    }
}
