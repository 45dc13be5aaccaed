package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.model.Tri;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

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

    /**
     * Whether it has a record of the log: unknown where it cannot be read, or is not this log.
     *
     * @param record number of the record, from 0
     */
    public Tri has(long record) {
        return switch (state) {
            case CURRENT, BEHIND -> Tri.of(record < records);
            case DIVERGED, UNREACHABLE -> Tri.UNKNOWN;
        };
    }

    /** {@link #has} in a word for people and programs: {@code there}, {@code missing}, {@code unknown}. */
    public String record(long record) {
        return switch (has(record)) {
            case YES -> "there";
            case NO -> "missing";
            case UNKNOWN -> "unknown";
        };
    }

    /** For a person: where it is, whether it has the record, why or why not, and when it was last written. */
    public String text(long record) {
        return Change.printable(
                copy + ": " + record(record) + " (" + state.name().toLowerCase(Locale.ROOT) + ": " + meaning + "), "
                        + (updated == null ? "never written" : "last written " + updated));
    }
}
