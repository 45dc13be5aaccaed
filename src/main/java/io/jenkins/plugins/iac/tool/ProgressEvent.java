package io.jenkins.plugins.iac.tool;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that a tool said, with secrets masked. Event types are those of Terraform's machine-readable UI, which
 * OpenTofu shares; a type that is not known here is a {@link Text}, so that nothing is swallowed.
 */
public sealed interface ProgressEvent {
    /** The line for a person; may hold line breaks. */
    String message();

    /** A line without structure, or of a type that carries none for us. */
    record Text(String message) implements ProgressEvent {}

    /**
     * Something about one resource.
     *
     * @param phase what happens to it
     * @param address its address, empty where the tool did not say
     * @param action {@code create}, {@code read}, {@code update}, {@code replace}, {@code delete} ... as the tool spells it
     * @param elapsed how long it took so far, where the tool said so
     */
    record Resource(Phase phase, String address, String action, Optional<Duration> elapsed, String message)
            implements ProgressEvent {}

    /** A warning or an error. */
    record Diagnosed(ToolDiagnostic diagnostic) implements ProgressEvent {
        @Override
        public String message() {
            return diagnostic.text();
        }
    }

    /** How much was or will be changed. */
    record Summary(ChangeSummary changes, String message) implements ProgressEvent {}

    /** What happens to a resource. */
    enum Phase {
        DRIFTED,
        PLANNED,
        REFRESHING,
        REFRESHED,
        STARTED,
        PROGRESS,
        COMPLETED,
        FAILED,
        PROVISIONING
    }
}
