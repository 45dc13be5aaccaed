package io.jenkins.plugins.iac.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.journal.Segment.Entry;
import io.jenkins.plugins.iac.journal.Segment.Tail;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one segment and checks every record's sum against the one before. Only the end of the newest segment may be
 * unfinished; anything else that does not fit is damage, and is named.
 */
final class SegmentReader {
    private final Path file;
    private final byte[] bytes;
    private final boolean newest;
    private final int limit;
    private final MessageDigest digest = Sha256.digest();
    private final byte[] hash = new byte[32];
    private final JournalLine.Spans spans = new JournalLine.Spans();
    private final List<Word> types = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private byte[] sum;
    private int sumAt;
    private long sequence;
    private long token;
    private Word run = new Word(new byte[0], "");

    /** A name that occurs again and again, with its bytes. */
    private record Word(byte[] bytes, String text) {}

    /**
     * @param limit bytes that belong to the journal as the next segment states them, or -1 where nothing states it
     * @param newest whether no segment follows
     */
    SegmentReader(Path file, byte[] bytes, int limit, boolean newest, String previousSum, long previousSequence) {
        this.file = file;
        this.bytes = bytes;
        this.newest = newest;
        this.limit = limit < 0 ? bytes.length : limit;
        this.sum = JournalLine.ascii(previousSum);
        this.sequence = previousSequence;
    }

    Segment read() throws IOException {
        if (limit > bytes.length) {
            throw JournalErrors.damaged(
                    file, "after record " + sequence, bytes.length + " bytes", limit + " bytes, as the next file says");
        }
        int at = 0;
        while (at < limit) {
            int newline = newline(at);
            boolean terminated = newline < limit;
            if (!isWhole(at, newline - at)) {
                if (newest && !terminated && !isWhole(at, limit - at - 1)) {
                    return finish(at, Tail.TORN);
                }
                throw damage(at, newline - at);
            }
            if (!terminated && !newest) {
                throw damage(at, newline - at);
            }
            take(at, newline - at);
            if (!terminated) {
                return finish(limit, Tail.NEWLINE_MISSING);
            }
            at = newline + 1;
        }
        return finish(at, limit < bytes.length ? Tail.SUPERSEDED : Tail.NONE);
    }

    /** After {@link #read} found damage: the records in front of it. */
    Segment soFar() throws IOException {
        Entry last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
        return finish(last == null ? 0 : last.offset() + last.length(), Tail.TORN);
    }

    private int newline(int from) {
        int i = from;
        while (i < limit && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    /** A line that was changed after it was written whole is damage, not a torn write, even at the very end. */
    private boolean isWhole(int at, int length) {
        return JournalLine.isChained(sum, sumAt, bytes, at, length, digest, hash);
    }

    private void take(int at, int length) {
        if (!JournalLine.locate(bytes, at, length, spans)) {
            throw damage(at, length);
        }
        if (isCompacted() ? spans.sequence <= sequence : spans.sequence != sequence + 1) {
            throw JournalErrors.damaged(
                    file, "record " + spans.sequence, "it after record " + sequence, "record " + (sequence + 1));
        }
        if (spans.token < token) {
            throw JournalErrors.damaged(
                    file,
                    "record " + spans.sequence,
                    "fencing token " + spans.token,
                    "at least " + token + ", the token of the record before it");
        }
        sequence = spans.sequence;
        token = spans.token;
        run = known(run, spans.runAt, spans.runEnd);
        entries.add(new Entry(at, length, sequence, run.text(), type(spans.typeAt, spans.typeEnd)));
        sum = bytes;
        sumAt = at + length - JournalLine.END_LENGTH - JournalLine.SUM_LENGTH;
    }

    /** The word again if these are its bytes, else a new one: neighbours mostly belong to one run. */
    private Word known(Word word, int from, int to) {
        return Arrays.equals(word.bytes(), 0, word.bytes().length, bytes, from, to)
                ? word
                : new Word(Arrays.copyOfRange(bytes, from, to), JournalLine.text(bytes, from, to));
    }

    private String type(int from, int to) {
        for (Word word : types) {
            if (Arrays.equals(word.bytes(), 0, word.bytes().length, bytes, from, to)) {
                return word.text();
            }
        }
        Word word = new Word(Arrays.copyOfRange(bytes, from, to), JournalLine.text(bytes, from, to));
        types.add(word);
        return word.text();
    }

    private boolean isCompacted() {
        return !entries.isEmpty() && entries.get(0).type().equals(Segment.COMPACTED);
    }

    private IacException damage(int at, int length) {
        return JournalErrors.damaged(
                file,
                "record " + (sequence + 1) + " at byte " + at,
                length < JournalLine.TRAILER ? "a line of " + length + " bytes" : "a line whose sum does not fit",
                "the record that was written there");
    }

    private Segment finish(int length, Tail tail) throws IOException {
        String last = new String(sum, sumAt, JournalLine.SUM_LENGTH, StandardCharsets.ISO_8859_1);
        Segment.Archived archive = null;
        if (isCompacted()) {
            ObjectNode data =
                    JournalLine.decode(bytes, 0, entries.get(0).length()).data();
            archive = new Segment.Archived(
                    Archive.name(file),
                    data.path("archiveSha256").asText(),
                    data.path("runs").valueStream().map(JsonNode::asText).toList());
            last = data.path("sum").asText();
            sequence = data.path("sequence").asLong();
            token = Math.max(token, data.path("token").asLong());
        }
        return new Segment(
                file, Segment.number(file), List.copyOf(entries), length, last, sequence, token, tail, archive);
    }
}
