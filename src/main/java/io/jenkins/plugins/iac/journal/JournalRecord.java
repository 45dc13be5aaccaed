package io.jenkins.plugins.iac.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * One thing that happened or is about to.
 *
 * @param sequence number in the journal, from 1, growing by one (compaction leaves gaps, never a second use)
 * @param time what the writer's clock said, UTC, milliseconds; the sequence decides the order, not the time
 * @param run the run, or empty where it concerns none
 * @param type what happened: lower-case words joined by {@code .}, {@code _} and {@code -}; those that begin with
 *     {@code journal.} are the journal's own
 * @param token fencing token of the writer
 * @param data what belongs to it; never a secret
 */
public record JournalRecord(long sequence, Instant time, String run, String type, long token, ObjectNode data) {
    static final Pattern RUN = Pattern.compile("[A-Za-z0-9._:/@#+-]{0,200}");
    static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9._-]{0,99}");
    static final String OWN = "journal.";

    static final String REPAIRED = OWN + "repaired";
}
