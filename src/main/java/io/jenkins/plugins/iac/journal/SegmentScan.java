package io.jenkins.plugins.iac.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.journal.Segment.Tail;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Reads all segments of a directory, oldest first, and holds them against each other. Changes nothing. */
final class SegmentScan {
    private SegmentScan() {}

    /**
     * The segments in order.
     *
     * @throws IacException if a record is damaged or a segment is missing
     */
    static List<Segment> read(Path directory) throws IOException {
        List<Segment> segments = new ArrayList<>();
        read(directory, segments);
        return segments;
    }

    /**
     * What can be read in order, and what is wrong with what follows.
     *
     * @param segments the last one with the records in front of the damage alone
     * @param damage null where there is none
     */
    record Whole(List<Segment> segments, IacException damage) {}

    /** The same without throwing for damage: who looks shall see what came before it. */
    static Whole whole(Path directory) throws IOException {
        List<Segment> segments = new ArrayList<>();
        try {
            read(directory, segments);
            return new Whole(segments, null);
        } catch (IacException e) {
            return new Whole(segments, e);
        }
    }

    private static void read(Path directory, List<Segment> segments) throws IOException {
        List<Path> files = files(directory);
        byte[] bytes = files.isEmpty() ? null : Files.readAllBytes(files.get(0));
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            Segment previous = segments.isEmpty() ? null : segments.get(i - 1);
            int expected = i + 1;
            if (Segment.number(file) != expected) {
                throw JournalErrors.damaged(
                        directory.resolve(Segment.name(expected)), "the whole file", "nothing", "a segment");
            }
            byte[] next = i + 1 < files.size() ? Files.readAllBytes(files.get(i + 1)) : null;
            // A newest file without one whole record: its writer stopped while it made it, and wrote nothing else.
            boolean nextUnborn =
                    next != null && i + 2 == files.size() && firstLine(next) < 0 && !isHeader(next, next.length);
            boolean newest = next == null || nextUnborn;
            if (newest && firstLine(bytes) < 0 && !isHeader(bytes, bytes.length)) {
                segments.add(unborn(file, previous));
            } else {
                header(file, bytes);
                int limit = newest || isCompacted(bytes)
                        ? -1
                        : header(files.get(i + 1), next).path("length").asInt(-1);
                one(segments, file, bytes, limit, newest);
            }
            bytes = next;
        }
    }

    private static void one(List<Segment> segments, Path file, byte[] bytes, int limit, boolean newest)
            throws IOException {
        Segment previous = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        SegmentReader reader = new SegmentReader(
                file,
                bytes,
                limit,
                newest,
                previous == null ? JournalLine.NO_SUM : previous.sum(),
                previous == null ? 0 : previous.sequence());
        Segment segment;
        try {
            segment = reader.read();
        } catch (IacException e) {
            segments.add(reader.soFar());
            throw e;
        }
        if (previous != null && segment.token() < previous.token()) {
            throw JournalErrors.damaged(
                    file,
                    "record " + segment.sequence(),
                    "fencing token " + segment.token(),
                    "at least " + previous.token() + ", the token of the file before it");
        }
        segments.add(segment);
    }

    private static Segment unborn(Path file, Segment previous) {
        return new Segment(
                file,
                Segment.number(file),
                List.of(),
                0,
                previous == null ? JournalLine.NO_SUM : previous.sum(),
                previous == null ? 0 : previous.sequence(),
                previous == null ? 0 : previous.token(),
                Tail.TORN,
                null);
    }

    /** The data of a segment's first record, which states the sum it is chained to and so proves itself. */
    private static ObjectNode header(Path file, byte[] bytes) throws IOException {
        int end = firstLine(bytes) < 0 ? bytes.length : firstLine(bytes);
        if (!isHeader(bytes, end)) {
            throw JournalErrors.damaged(
                    file, "its first record", "a line that is none", "the record that begins a segment");
        }
        return JournalLine.decode(bytes, 0, end).data();
    }

    private static boolean isHeader(byte[] bytes, int end) {
        try {
            JournalRecord record = JournalLine.decode(bytes, 0, end);
            if (!record.type().startsWith(JournalRecord.OWN)) {
                return false;
            }
            byte[] previous =
                    JournalLine.ascii(record.data().path("previousSum").asText());
            return JournalLine.sum(previous, bytes, 0, end - JournalLine.TRAILER)
                    .equals(JournalLine.statedSum(bytes, 0, end));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static boolean isCompacted(byte[] bytes) {
        JournalLine.Spans spans = new JournalLine.Spans();
        return JournalLine.locate(bytes, 0, firstLine(bytes), spans)
                && JournalLine.text(bytes, spans.typeAt, spans.typeEnd).equals(Segment.COMPACTED);
    }

    private static int firstLine(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(f -> Segment.number(f) > 0)
                    .sorted(Comparator.comparing(f -> f.getFileName().toString()))
                    .toList();
        }
    }
}
