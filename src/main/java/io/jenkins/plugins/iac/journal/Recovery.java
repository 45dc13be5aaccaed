package io.jenkins.plugins.iac.journal;

import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.durable.Pause;
import io.jenkins.plugins.iac.journal.Segment.Tail;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Judges the end of the journal, and puts right what a writer that died left there. No byte is thrown away. */
final class Recovery {
    private static final int LOOKS = 3;

    private Recovery() {}

    /**
     * Holds the end of the journal against what the last writer that closed it said.
     *
     * @param clean whether nobody has opened it since, so that the end must be that one exactly
     * @throws IacException if records are missing, or are others
     */
    static void checkEnd(Path directory, List<Segment> segments, Fence.State end, boolean clean) {
        Segment newest = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        long sequence = newest == null ? 0 : newest.sequence();
        String sum = newest == null ? JournalLine.NO_SUM : newest.sum();
        Path where = newest == null ? directory : newest.file();
        if (sequence < end.sequence()) {
            throw JournalErrors.damaged(
                    where,
                    "records " + (sequence + 1) + " to " + end.sequence(),
                    "nothing",
                    "them, for the last writer closed the journal after record " + end.sequence());
        }
        if (clean && sequence > end.sequence() || sequence == end.sequence() && !sum.equals(end.sum())) {
            throw JournalErrors.damaged(
                    where,
                    "record " + sequence,
                    "another end of the journal",
                    "record " + end.sequence() + " as the last writer closed it");
        }
    }

    /**
     * The records, and what is wrong with them or their end, as it is known without the lock of a writer.
     *
     * @throws IacException if a file cannot be read
     */
    static JournalView look(Path directory) {
        for (int attempt = 1; ; attempt++) {
            try {
                JournalView view = lookOnce(directory);
                if (view.damage().isEmpty() || attempt == LOOKS) {
                    return view;
                }
            } catch (IOException e) {
                if (attempt == LOOKS) {
                    throw JournalErrors.unreadable(directory, e);
                }
            }
            // A writer that begins or compacts a segment gets on meanwhile; damage is still there at the next look.
            Pause.millis(25);
        }
    }

    private static JournalView lookOnce(Path directory) throws IOException {
        Fence.State end = Fence.state(directory);
        SegmentScan.Whole found = SegmentScan.whole(directory);
        if (found.damage() != null) {
            return new JournalView(found.segments(), found.damage());
        }
        List<Segment> segments = found.segments();
        long highest =
                segments.isEmpty() ? 0 : segments.get(segments.size() - 1).token();
        // What a fence vouches for was there when it was written; that nothing follows, only while nobody has opened
        // it.
        boolean clean =
                end.closed() && end.token() >= highest && Fence.state(directory).equals(end);
        try {
            checkEnd(directory, segments, end, clean);
            return new JournalView(segments);
        } catch (IacException e) {
            return new JournalView(segments, e);
        }
    }

    /** Repairs in place; {@code segments} is updated. Returns a sentence for each thing done. */
    static List<String> repair(List<Segment> segments, Instant now) throws IOException {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            switch (segment.tail()) {
                case NONE -> {}
                case NEWLINE_MISSING -> {
                    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.APPEND)) {
                        channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
                        channel.force(true);
                    }
                    segments.set(i, whole(segment, segment.length() + 1));
                    words.add("record " + segment.sequence() + " was whole, only its newline was missing; added in "
                            + segment.file().getFileName());
                }
                case TORN, SUPERSEDED -> {
                    words.add(setAside(segment, now));
                    segments.set(i, whole(segment, segment.length()));
                }
            }
        }
        Segment newest = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        if (newest != null && newest.entries().isEmpty()) {
            Files.delete(newest.file());
            DurableFiles.sync(DurableFiles.directoryOf(newest.file()));
            segments.remove(segments.size() - 1);
        }
        return words;
    }

    private static String unused(Segment segment, Instant now) {
        String stem = "torn-%s-%d-%d".formatted(segment.file().getFileName(), segment.length(), now.toEpochMilli());
        String name = stem + ".bin";
        for (int i = 2; Files.exists(segment.file().resolveSibling(name)); i++) {
            name = stem + "-" + i + ".bin";
        }
        return name;
    }

    private static Segment whole(Segment s, int length) {
        return new Segment(
                s.file(), s.number(), s.entries(), length, s.sum(), s.sequence(), s.token(), Tail.NONE, s.archive());
    }

    private static String setAside(Segment segment, Instant now) throws IOException {
        byte[] bytes = Files.readAllBytes(segment.file());
        byte[] tail = Arrays.copyOfRange(bytes, segment.length(), bytes.length);
        String name = unused(segment, now);
        DurableFiles.replace(segment.file().resolveSibling(name), tail);
        try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
            channel.truncate(segment.length());
            channel.force(true);
        }
        String what = segment.tail() == Tail.TORN
                ? "a record that was not written to its end"
                : "what a writer added after another had taken over";
        return "%d bytes at the end of %s, %s, are kept in %s"
                .formatted(tail.length, segment.file().getFileName(), what, name);
    }
}
