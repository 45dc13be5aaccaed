package io.jenkins.plugins.iac.process;

import java.time.Duration;

/**
 * How a process ended.
 *
 * @param exitCode its exit code; meaningful only for {@link End#EXITED}
 * @param end why it ended
 * @param wallTime how long it ran
 */
public record ProcessResult(int exitCode, End end, Duration wallTime) {
    /** Why a process ended. */
    public enum End {
        EXITED,
        TIMED_OUT,
        OUTPUT_LIMIT,
        CANCELLED,
        SINK_FAILED
    }

    public boolean cancelled() {
        return end == End.CANCELLED;
    }

    public boolean succeeded() {
        return end == End.EXITED && exitCode == 0;
    }
}
