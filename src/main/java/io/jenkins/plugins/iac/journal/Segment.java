package io.jenkins.plugins.iac.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of the journal after it was read and checked.
 *
 * @param number place among the segments, from 1
 * @param entries its records in order, the journal's own included
 * @param length bytes that belong to the journal
 * @param sum sum of the last record that was written here, whether or not it is still here
 * @param sequence number of the last record that was written here
 * @param token highest fencing token in it
 * @param tail what follows after {@code length}
 * @param archive where all records of a compacted segment are, or null
 */
record Segment(
        Path file,
        int number,
        List<Entry> entries,
        int length,
        String sum,
        long sequence,
        long token,
        Tail tail,
        Archived archive) {
    static final Pattern NAME = Pattern.compile("segment-(\\d{8})\\.jsonl");
    static final String HEADER = "journal.segment";
    static final String COMPACTED = "journal.compacted";

    /**
     * What became of the records that compaction took out.
     *
     * @param name file, relative to the segment's directory
     * @param sha256 what its bytes hash to before they are compressed
     * @param runs whose records are in it
     */
    record Archived(String name, String sha256, List<String> runs) {}

    /** Where a record lies in its file. */
    record Entry(int offset, int length, long sequence, String run, String type) {
        boolean isOwn() {
            return type.startsWith(JournalRecord.OWN);
        }
    }

    /** What follows the last whole record. */
    enum Tail {
        /** Nothing. */
        NONE,
        /** The last record is whole but its newline is missing. */
        NEWLINE_MISSING,
        /** The beginning of a record, or blocks that the file system never filled: a write that did not finish. */
        TORN,
        /** Bytes that a writer without a valid token added after another had taken over. */
        SUPERSEDED
    }

    static String name(int number) {
        return "segment-%08d.jsonl".formatted(number);
    }

    static int number(Path file) {
        Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
