package io.jenkins.plugins.iac.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.durable.LineFile;
import io.jenkins.plugins.iac.durable.LineWriter;
import io.jenkins.plugins.iac.durable.WriterLock;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The one writer of a journal. A record is on the disk before {@link #append} returns, and its effect may happen only
 * after that; so after a crash the journal names every effect that may have happened. Fails closed: a damaged record, a
 * second writer, a lost token or a full disk is an {@link IacException}, never a guess. Safe for several threads.
 */
public final class Journal implements AutoCloseable {
    static final long SEGMENT_BYTES = 4 << 20;
    private final Path directory;
    private final InstantSource clock;
    private final WriterLock lock;
    private final LineFile.Opener opener;
    private final Reserve reserve;
    private final long segmentBytes;
    private final List<String> repairs;
    private Fence fence;
    private List<Segment> sealed;
    private LineWriter writer;
    private List<Segment.Entry> entries;
    private long sequence;
    private String sum;
    private JournalView view;
    private boolean closed;
    private long refusals;

    private Journal(Path directory, InstantSource clock, LineFile.Opener opener, WriterLock lock, long segmentBytes) {
        this.directory = directory;
        this.clock = clock;
        this.opener = opener;
        this.lock = lock;
        this.segmentBytes = segmentBytes;
        this.reserve = new Reserve(directory);
        this.repairs = new ArrayList<>();
    }

    /**
     * Takes the journal over: locks it, makes a new fencing token, reads and checks every record, repairs what a writer
     * that died left unfinished (see {@link #repairs()}).
     *
     * @throws IacException if another writer holds it, a record is damaged or missing, or the disk fails; no record
     *     is changed then
     */
    public static Journal open(Path directory, InstantSource clock) {
        return open(directory, clock, Duration.ZERO);
    }

    /** The same, waiting so long for another writer to be done. */
    public static Journal open(Path directory, InstantSource clock, Duration patience) {
        return open(directory, clock, patience, line -> {});
    }

    /** The same; {@code log} is told for whom it waits. */
    public static Journal open(Path directory, InstantSource clock, Duration patience, Consumer<String> log) {
        return open(directory, clock, patience, log, LineFile::of, SEGMENT_BYTES);
    }

    static Journal open(
            Path directory, InstantSource clock, Duration patience, LineFile.Opener opener, long segmentBytes) {
        return open(directory, clock, patience, line -> {}, opener, segmentBytes);
    }

    private static Journal open(
            Path directory,
            InstantSource clock,
            Duration patience,
            Consumer<String> log,
            LineFile.Opener opener,
            long segmentBytes) {
        WriterLock lock = null;
        try {
            DurableFiles.directory(directory);
            lock = WriterLock.take(directory, JournalErrors.OPENING, patience, log);
            Journal journal = new Journal(directory, clock, opener, lock, segmentBytes);
            journal.start();
            return journal;
        } catch (IOException e) {
            release(lock);
            throw JournalErrors.cannotOpen(directory, e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    /**
     * The records as they are now, also while another process writes. Takes no lock and changes nothing; a record that is
     * being written is not there yet, and an absent directory is an empty journal. Damage is not thrown, but told by
     * {@link JournalView#damage()}.
     *
     * @throws IacException if a file cannot be read
     */
    public static JournalView look(Path directory) {
        return Files.isDirectory(directory) ? Recovery.look(directory) : new JournalView(List.of());
    }

    private synchronized void start() throws IOException {
        Fence.State before = Fence.state(directory);
        fence = Fence.raise(directory, before.token() + 1, before);
        sealed = new ArrayList<>(SegmentScan.read(directory));
        long highest = sealed.isEmpty() ? 0 : sealed.get(sealed.size() - 1).token();
        if (highest >= fence.token()) {
            fence = Fence.raise(directory, highest + 1, before);
        }
        boolean clean = before.closed() && before.token() >= highest;
        Recovery.checkEnd(directory, sealed, before, clean);
        repairs.addAll(Recovery.repair(sealed, clock.instant()));
        Segment newest = sealed.isEmpty() ? null : sealed.get(sealed.size() - 1);
        sequence = newest == null ? 0 : newest.sequence();
        sum = newest == null ? JournalLine.NO_SUM : newest.sum();
        reserve.restore();
        if (newest != null && clean && newest.archive() == null && newest.length() < segmentBytes) {
            sealed.remove(sealed.size() - 1);
            entries = new ArrayList<>(newest.entries());
            writer = new LineWriter(newest.file(), opener.open(newest.file()), newest.length());
        } else {
            begin(newest);
        }
        for (String repair : repairs) {
            write(record("", JournalRecord.REPAIRED, Json.object().put("what", repair)));
        }
    }

    /** Starts a new segment behind {@code previous}. */
    private void begin(Segment previous) throws IOException {
        Path path = directory.resolve(Segment.name(previous == null ? 1 : previous.number() + 1));
        ObjectNode data = Json.object();
        data.put(
                "previous",
                previous == null ? null : String.valueOf(previous.file().getFileName()));
        data.put("length", previous == null ? 0 : previous.length());
        data.put("previousSum", sum);
        DurableFiles.create(path).close();
        LineWriter next = new LineWriter(path, opener.open(path), 0);
        LineWriter old = writer;
        List<Segment.Entry> oldEntries = entries;
        writer = next;
        entries = new ArrayList<>();
        try {
            DurableFiles.sync(directory);
            write(record("", Segment.HEADER, data));
        } catch (IOException e) {
            writer = old;
            entries = oldEntries;
            next.close();
            Files.deleteIfExists(path);
            throw e;
        }
        if (old != null) {
            old.close();
        }
    }

    /**
     * Adds a record and returns it when it is safe on the disk.
     *
     * @param run the run, or empty where it concerns none
     * @param type see {@link JournalRecord#type}
     * @throws IacException if it was not kept: another writer took over, the disk is full or failed, or a value has no
     *     valid form. Its effect must not happen then
     */
    public synchronized JournalRecord append(String run, String type, ObjectNode data) {
        if (!JournalRecord.RUN.matcher(run).matches()
                || !JournalRecord.TYPE.matcher(type).matches()
                || type.startsWith(JournalRecord.OWN)) {
            throw new IllegalArgumentException("not a run and a type of a record: " + run + ", " + type);
        }
        check();
        try {
            rotate();
            JournalRecord record = record(run, type, data.deepCopy());
            write(record);
            checkFence();
            return record;
        } catch (IOException e) {
            throw JournalErrors.notWritten(directory, e);
        }
    }

    /**
     * Ask before anything outside the journal is changed on the word of its records.
     *
     * @throws IacException if this writer is no longer the valid one, or can write no more; a full disk is not asked about
     */
    public synchronized void ensureValid() {
        check();
    }

    private void check() {
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
        if (writer.isPoisoned()) {
            throw JournalErrors.poisoned(directory);
        }
        checkFence();
    }

    private void checkFence() {
        String found = fence.superseded();
        if (found != null) {
            refusals++;
            throw JournalErrors.superseded(directory, fence.token(), found);
        }
    }

    /** How it stands now; changes nothing and refuses nothing. */
    public synchronized JournalHealth health() {
        return JournalHealth.of(closed || writer.isPoisoned(), fence, reserve, refusals);
    }

    private void rotate() throws IOException {
        if (writer.length() >= segmentBytes && reserve.isInPlace()) {
            Segment full = current();
            begin(full);
            sealed.add(full);
        }
    }

    private JournalRecord record(String run, String type, ObjectNode data) {
        return new JournalRecord(
                sequence + 1, clock.instant().truncatedTo(ChronoUnit.MILLIS), run, type, fence.token(), data);
    }

    private synchronized void write(JournalRecord record) throws IOException {
        byte[] line = JournalLine.encode(record, sum);
        if (line.length > JournalLine.MAX_BYTES) {
            throw IacException.badInput(
                    "appending to the journal",
                    record.run() + " " + record.type(),
                    line.length + " bytes",
                    "at most " + JournalLine.MAX_BYTES + " bytes",
                    "keep large documents as files and their digests in the record");
        }
        byte[] bytes = Arrays.copyOf(line, line.length + 1);
        bytes[line.length] = '\n';
        int offset = Math.toIntExact(writer.length());
        try {
            writer.append(bytes);
        } catch (IOException e) {
            if (writer.isPoisoned() || !reserve.release()) {
                throw e;
            }
            // The disk is full: what ends a run that is under way may use the space that was kept for it.
            writer.append(bytes);
        }
        sequence = record.sequence();
        sum = JournalLine.statedSum(line, 0, line.length);
        entries.add(new Segment.Entry(offset, line.length, sequence, record.run(), record.type()));
        view = null;
    }

    private Segment current() {
        return new Segment(
                writer.path(),
                Segment.number(writer.path()),
                List.copyOf(entries),
                Math.toIntExact(writer.length()),
                sum,
                sequence,
                fence.token(),
                Segment.Tail.NONE,
                null);
    }

    /** How many segments are full and not compacted yet. */
    public synchronized int fullSegments() {
        return (int) sealed.stream().filter(s -> s.archive() == null).count();
    }

    /** The records up to now. */
    public synchronized JournalView view() {
        if (view == null) {
            List<Segment> all = new ArrayList<>(sealed);
            all.add(current());
            view = new JournalView(all);
        }
        return view;
    }

    /** See {@link JournalView#records()}. */
    public Stream<JournalRecord> records() {
        return view().records();
    }

    /** See {@link JournalView#records(Predicate)}. */
    public Stream<JournalRecord> records(Predicate<String> type) {
        return view().records(type);
    }

    /** See {@link JournalView#read}. */
    public List<JournalRecord> read(String run) {
        return view().read(run);
    }

    /** See {@link JournalView#runs()}. */
    public Set<String> runs() {
        return view().runs();
    }

    /** This writer's fencing token; larger than that of every writer before it. */
    public long token() {
        return fence.token();
    }

    /** What was repaired when the journal was opened, one sentence each; empty where there was nothing to repair. */
    public List<String> repairs() {
        return List.copyOf(repairs);
    }

    /**
     * Ask before a run starts and before it changes anything: passes only while this writer is the valid one, the reserve
     * is in place and there is room beyond it. Records of what is under way may still be appended when it does not.
     *
     * @throws IacException saying what is in the way
     */
    public synchronized void ensureWritable() {
        check();
        long usable = reserve.usable();
        if (usable < Reserve.NEEDED || !reserve.restore()) {
            throw JournalErrors.noRoom(directory, usable, Reserve.NEEDED + Reserve.BYTES);
        }
    }

    /**
     * Makes old segments small in which every run is finished. {@link #read} still answers with all records of such a run;
     * {@link #records()} with what was kept. A run is made small from its beginning on: a segment in which nothing but its end
     * stands waits for those before it, so that no record stays without those that took it back. A host that keeps records of
     * locks must keep all of a lock or none.
     *
     * @param finished runs that nothing will be appended to any more
     * @param keep for a record of a finished run: the data to keep, which may be less than there is, or empty to take the
     *     record out
     * @return how many segments were compacted
     */
    public synchronized int compact(Set<String> finished, Function<JournalRecord, Optional<ObjectNode>> keep) {
        check();
        try {
            return Compaction.compact(sealed, finished, keep);
        } catch (IOException e) {
            throw JournalErrors.notWritten(directory, e);
        } finally {
            view = null;
        }
    }

    /** Ends this writer and says in the fence where the journal ended, so that a later cut is noticed. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            writer.close();
            if (!writer.isPoisoned() && fence.superseded() == null) {
                fence.close(sequence, sum);
            }
        } catch (IOException e) {
            throw JournalErrors.notWritten(directory, e);
        } finally {
            release(lock);
        }
    }

    private static void release(WriterLock lock) {
        if (lock != null) {
            lock.close();
        }
    }
}
