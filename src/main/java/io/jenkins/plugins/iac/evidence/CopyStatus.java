package io.jenkins.plugins.iac.evidence;

import java.nio.file.Path;
import java.time.Instant;

/**
 * How a copy of the log stands.
 *
 * @param records records in the copy that its checkpoint covers
 * @param of records in the log
 * @param updated when the copy's checkpoint was written, or null where there is none
 * @param meaning what it means and what to do, in a sentence
 */
public record CopyStatus(Path copy, State state, long records, long of, Instant updated, String meaning) {
    /** Where it stands. */
    public enum State {
        /** It has all records. */
        CURRENT,
        /** It is a beginning of the log. */
        BEHIND,
        /** It is not a beginning of the log: one of the two was changed or put back. Nothing is written to it any more. */
        DIVERGED,
        /** It cannot be read or written now. */
        UNREACHABLE
    }
}
