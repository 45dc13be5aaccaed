package io.jenkins.plugins.iac.tool;

import java.util.List;

/** What {@code validate} found. */
public record Validation(boolean valid, List<ToolDiagnostic> diagnostics) {
    public Validation {
        diagnostics = List.copyOf(diagnostics);
    }

    public List<ToolDiagnostic> errors() {
        return diagnostics.stream().filter(ToolDiagnostic::isError).toList();
    }
}
