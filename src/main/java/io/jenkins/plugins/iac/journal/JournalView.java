package io.jenkins.plugins.iac.journal;

import io.jenkins.plugins.iac.journal.Segment.Entry;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The records of a journal as they were at one moment, for whoever only looks. Records are parsed when they are asked
 * for. Immutable and safe for several threads.
 */
public final class JournalView {
    private final List<Segment> segments;
    private final IacException damage;
    private Map<String, List<Place>> byRun;

    /** A record of a run, or with {@code entry} null all its records in the segment's archive. */
    private record Place(Segment segment, Entry entry) {}

    JournalView(List<Segment> segments) {
        this(segments, null);
    }

    JournalView(List<Segment> segments, IacException damage) {
        this.segments = List.copyOf(segments);
        this.damage = damage;
    }

    /**
     * What is wrong with the journal: a record that was changed, a file or an end that is missing. The records of this view are
     * those in front of it. Empty where nothing is wrong.
     */
    public Optional<IacException> damage() {
        return Optional.ofNullable(damage);
    }

    private synchronized Map<String, List<Place>> byRun() {
        if (byRun == null) {
            byRun = new LinkedHashMap<>();
            for (Segment segment : segments) {
                if (segment.archive() != null) {
                    segment.archive().runs().forEach(run -> add(run, new Place(segment, null)));
                    continue;
                }
                for (Entry entry : segment.entries()) {
                    if (!entry.isOwn() && !entry.run().isEmpty()) {
                        add(entry.run(), new Place(segment, entry));
                    }
                }
            }
        }
        return byRun;
    }

    private void add(String run, Place place) {
        byRun.computeIfAbsent(run, r -> new ArrayList<>()).add(place);
    }

    /**
     * Every record, oldest first; of finished runs that were compacted, what was kept.
     *
     * @throws IacException while the stream is read, if a file cannot be read
     */
    public Stream<JournalRecord> records() {
        return records(type -> true);
    }

    /** The records whose type is wanted, oldest first; the others are not parsed. */
    public Stream<JournalRecord> records(Predicate<String> type) {
        return entries(e -> !e.isOwn() && type.test(e.type()));
    }

    /** What was repaired when the journal was opened, oldest first: when, and in {@code what} a sentence. */
    public List<JournalRecord> repairs() {
        return entries(e -> e.type().equals(JournalRecord.REPAIRED)).toList();
    }

    private Stream<JournalRecord> entries(Predicate<Entry> which) {
        return segments.stream().flatMap(segment -> {
            List<Entry> wanted = segment.entries().stream().filter(which).toList();
            if (wanted.isEmpty()) {
                return Stream.empty();
            }
            byte[] bytes = bytes(segment.file());
            return wanted.stream().map(e -> decode(segment, bytes, e));
        });
    }

    /** All records of a run, oldest first, those in archives included; none where the run is unknown. */
    public List<JournalRecord> read(String run) {
        List<JournalRecord> records = new ArrayList<>();
        Segment last = null;
        byte[] bytes = null;
        for (Place place : byRun().getOrDefault(run, List.of())) {
            if (place.entry() == null) {
                records.addAll(Archive.read(place.segment(), run));
                continue;
            }
            bytes = place.segment() == last ? bytes : bytes(place.segment().file());
            last = place.segment();
            records.add(decode(last, bytes, place.entry()));
        }
        return records;
    }

    /** The runs that have records, in the order of their first one. */
    public Set<String> runs() {
        return Collections.unmodifiableSet(byRun().keySet());
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw JournalErrors.unreadable(file, e);
        }
    }

    private static JournalRecord decode(Segment segment, byte[] bytes, Entry entry) {
        try {
            if (entry.offset() + entry.length() > bytes.length) {
                throw new IOException("the file became shorter");
            }
            JournalRecord record = JournalLine.decode(bytes, entry.offset(), entry.length());
            if (record.sequence() != entry.sequence()) {
                throw new IOException("the file was replaced while it was read; look again");
            }
            return record;
        } catch (IOException e) {
            throw JournalErrors.unreadable(segment.file(), e);
        }
    }
}
