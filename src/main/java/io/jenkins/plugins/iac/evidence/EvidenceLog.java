package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.durable.LineFile;
import io.jenkins.plugins.iac.durable.WriterLock;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.IacException.Kind;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The log of all evidence of an installation, kept in a directory of its own: records that are only ever added, a Merkle
 * tree over them (RFC 6962) and a signed checkpoint. A record is on the disk and under a checkpoint when {@link #append}
 * returns. One writer at a time; safe for several threads. Fails closed: a log that is not what its checkpoint says takes
 * no more records.
 */
public final class EvidenceLog implements AutoCloseable {
    static final String CHECKPOINT = "checkpoint";
    static final String HASHES = "hashes";
    /** The public keys with their history: whoever has only this directory needs no Jenkins to verify it. */
    static final String KEYS = "keys.json";
    /** Writers hold the log for as long as an append takes, so the next one waits its turn. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String OPENING = "opening the evidence log";
    private static final String APPENDING = "appending to the evidence log";
    private static final String PROVING = "making a proof of the evidence log";
    private final Path directory;
    private final KeyRing keys;
    private final WriterLock lock;
    private LeafIndex indexes;
    private EntryFiles entries;
    private HashFile hashes;
    private Checkpoint checkpoint;
    private String note;

    private EvidenceLog(Path directory, KeyRing keys, WriterLock lock) {
        this.directory = directory;
        this.keys = keys;
        this.lock = lock;
    }

    /**
     * Where a record is.
     *
     * @param index its number in the log, from 0
     * @param checkpoint the signed checkpoint that covers it; whoever keeps it can notice a later cut
     */
    public record Appended(long index, String checkpoint) {}

    /**
     * Opens the log of a directory, making it where there is none, and repairs what a writer that died left unfinished.
     * Waits up to half a minute for another writer.
     *
     * @throws IacException if another writer still holds it, or the records are not those of the checkpoint; nothing is changed
     *     then
     */
    public static EvidenceLog open(Path directory, KeyRing keys) {
        return open(directory, keys, LineFile::of, PATIENCE);
    }

    static EvidenceLog open(Path directory, KeyRing keys, LineFile.Opener opener, Duration patience) {
        EvidenceLog log = null;
        try {
            DurableFiles.directory(directory);
            log = new EvidenceLog(directory, keys, WriterLock.take(directory, OPENING, patience));
            log.start(opener);
            return log;
        } catch (IOException e) {
            close(log);
            throw failed(OPENING, directory, e);
        } catch (RuntimeException e) {
            close(log);
            throw e;
        }
    }

    private void start(LineFile.Opener opener) throws IOException {
        Path file = directory.resolve(CHECKPOINT);
        boolean isNew = !Files.exists(file) && !Files.exists(EntryFiles.file(directory, 0));
        if (isNew) {
            sign(new Checkpoint(Checkpoint.origin(keys.publicKeys()), 0, Merkle.emptyRoot()));
        }
        note = readNote(file);
        Checkpoint.Signed signed = openNote(note);
        checkpoint = signed.checkpoint();
        entries = EntryFiles.open(directory, opener);
        hashes = HashFile.open(directory.resolve(HASHES));
        if (entries.count() < checkpoint.size()) {
            throw changed("records " + entries.count() + " to " + (checkpoint.size() - 1) + " missing");
        }
        if (!hashesFit()) {
            // They follow from the records: make them again and see whether the records themselves still fit.
            hashes.truncate(0);
            catchUp();
            if (!hashes.root(checkpoint.size()).equals(checkpoint.root())) {
                throw changed("records whose hash is " + hashes.root(checkpoint.size()));
            }
        }
        keepKeys(directory, keys.publicKeys());
        indexes = hashes.index();
        if (checkpoint.size() < entries.count()
                || !signed.key().equals(keys.current().publicKey())) {
            signTree();
        }
    }

    /** Keys that are kept already are not written again. */
    static void keepKeys(Path directory, PublicKeys keys) throws IOException {
        byte[] set = Json.pretty(keys.jwks()).getBytes(StandardCharsets.UTF_8);
        Path file = directory.resolve(KEYS);
        if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), set)) {
            DurableFiles.replace(file, set);
        }
    }

    private boolean hashesFit() throws IOException {
        if (hashes.leaves() > entries.count()) {
            return false;
        }
        catchUp();
        return hashes.root(checkpoint.size()).equals(checkpoint.root());
    }

    private void catchUp() throws IOException {
        while (hashes.leaves() < entries.count()) {
            int number = (int) (hashes.leaves() / EntryFiles.PER_FILE);
            List<byte[]> lines = EntryFiles.read(directory, number);
            int from = (int) (hashes.leaves() % EntryFiles.PER_FILE);
            if (lines.size() <= from
                    || lines.size() < EntryFiles.PER_FILE && hashes.leaves() - from + lines.size() < entries.count()) {
                throw changed("only " + lines.size() + " records in " + EntryFiles.file(directory, number));
            }
            for (byte[] line : lines.subList(from, lines.size())) {
                hashes.add(Merkle.leaf(line));
            }
        }
    }

    /**
     * Adds a record. The same envelope again is not added twice: the answer is where it is already, so a caller that
     * crashed before it could note the answer asks again.
     *
     * @throws IacException if it could not be kept, or is too large
     */
    public Appended append(Dsse envelope) {
        return appendAll(List.of(envelope)).get(0);
    }

    /** Adds records in this order with one sync and one checkpoint; see {@link #append}. */
    public synchronized List<Appended> appendAll(List<Dsse> envelopes) {
        if (entries.isPoisoned()) {
            throw IacException.toolFailed(
                    APPENDING,
                    directory.toString(),
                    "an earlier write whose fate is unknown",
                    "a log whose every byte is known",
                    "open the log anew; that reads back what reached the disk");
        }
        try {
            catchUp();
            List<byte[]> fresh = new ArrayList<>();
            List<Sha256> leaves = new ArrayList<>();
            List<Long> places = new ArrayList<>();
            Map<Sha256, Long> pending = new HashMap<>();
            for (Dsse envelope : envelopes) {
                byte[] bytes = bytes(envelope);
                Sha256 leaf = Merkle.leaf(bytes);
                Long known = known(leaf);
                if (known == null) {
                    known = pending.get(leaf);
                }
                if (known == null) {
                    known = entries.count() + fresh.size();
                    pending.put(leaf, known);
                    fresh.add(bytes);
                    leaves.add(leaf);
                }
                places.add(known);
            }
            add(fresh, leaves);
            if (checkpoint.size() < entries.count()) {
                signTree();
            }
            return places.stream().map(index -> new Appended(index, note)).toList();
        } catch (IOException e) {
            throw failed(APPENDING, directory, e);
        }
    }

    /** Whether the log has exactly this envelope. */
    public synchronized boolean contains(Dsse envelope) {
        try {
            catchUp();
            return known(Merkle.leaf(bytes(envelope))) != null;
        } catch (IOException e) {
            throw failed(APPENDING, directory, e);
        }
    }

    private Long known(Sha256 leaf) throws IOException {
        int index = indexes.get(LeafIndex.key(leaf));
        return index >= 0 && hashes.leaf(index).equals(leaf) ? (long) index : null;
    }

    private void add(List<byte[]> fresh, List<Sha256> leaves) throws IOException {
        try {
            entries.append(fresh);
        } finally {
            long first = hashes.leaves();
            for (Sha256 leaf : leaves.subList(0, (int) (entries.count() - first))) {
                indexes.put(LeafIndex.key(leaf), Math.toIntExact(first++));
                hashes.add(leaf);
            }
        }
    }

    private static byte[] bytes(Dsse envelope) {
        byte[] bytes = Envelope.bytes(envelope);
        if (bytes.length > Envelope.MAX_BYTES) {
            throw IacException.badInput(
                    APPENDING,
                    "the envelope",
                    bytes.length + " bytes",
                    "at most " + Envelope.MAX_BYTES + " bytes",
                    "keep large documents as files and their digests in the evidence");
        }
        return bytes;
    }

    private void signTree() throws IOException {
        sign(new Checkpoint(checkpoint.origin(), entries.count(), hashes.root(entries.count())));
    }

    private void sign(Checkpoint next) throws IOException {
        String signed = next.sign(keys.current());
        DurableFiles.replace(directory.resolve(CHECKPOINT), signed.getBytes(StandardCharsets.UTF_8));
        note = signed;
        checkpoint = next;
    }

    /** Records in the log. */
    public synchronized long size() {
        return entries.count();
    }

    /** The signed checkpoint over all records, as c2sp.org/tlog-checkpoint has it. */
    public synchronized String checkpoint() {
        return note;
    }

    /** What was repaired when the log was opened, one sentence each. */
    public List<String> repairs() {
        return List.copyOf(entries.repairs());
    }

    /**
     * Sibling hashes, from the leaf up, that show record {@code index} to be in the tree of the first {@code size}. The
     * proof was checked before it is returned.
     */
    public synchronized List<Sha256> inclusionProof(long index, long size) {
        if (index < 0 || index >= size || size > entries.count()) {
            throw new IllegalArgumentException("no record " + index + " in a tree of " + size);
        }
        return proof(
                () -> hashes.inclusion(index, size),
                proof -> Merkle.verifyInclusion(leaf(index), index, size, proof, hashes.root(size)));
    }

    /**
     * Hashes that show the tree of the first {@code first} records to be the beginning of that of {@code second}. The
     * proof was checked before it is returned.
     */
    public synchronized List<Sha256> consistencyProof(long first, long second) {
        if (first < 0 || first > second || second > entries.count()) {
            throw new IllegalArgumentException("no trees of " + first + " and " + second);
        }
        return proof(
                () -> hashes.consistency(first, second),
                proof -> Merkle.verifyConsistency(first, hashes.root(first), second, hashes.root(second), proof));
    }

    /** Root hash over the first {@code size} records. */
    public synchronized Sha256 root(long size) {
        try {
            return hashes.root(size);
        } catch (IOException e) {
            throw failed(PROVING, directory, e);
        }
    }

    private interface Prover {
        List<Sha256> make() throws IOException;
    }

    private interface ProofCheck {
        boolean holds(List<Sha256> proof) throws IOException;
    }

    /** The stored hashes are not signed one by one: where a proof does not hold they are made again from the records. */
    private List<Sha256> proof(Prover prover, ProofCheck check) {
        try {
            List<Sha256> proof = prover.make();
            if (check.holds(proof)) {
                return proof;
            }
            hashes.truncate(0);
            catchUp();
            List<Sha256> again = prover.make();
            if (check.holds(again) && hashes.root(checkpoint.size()).equals(checkpoint.root())) {
                return again;
            }
            throw changed("records whose hash is " + hashes.root(checkpoint.size()));
        } catch (IOException e) {
            throw failed(PROVING, directory, e);
        }
    }

    private Sha256 leaf(long index) throws IOException {
        List<byte[]> file = EntryFiles.read(directory, (int) (index / EntryFiles.PER_FILE));
        return Merkle.leaf(file.get((int) (index % EntryFiles.PER_FILE)));
    }

    private Checkpoint.Signed openNote(String text) {
        try {
            return Checkpoint.open(text, keys.publicKeys());
        } catch (IllegalArgumentException e) {
            throw changed("a checkpoint that is " + e.getMessage());
        }
    }

    private String readNote(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw changed("records without a checkpoint");
        }
        return Files.readString(file);
    }

    private IacException changed(String found) {
        return new IacException(
                Kind.NOT_VERIFIED,
                new Problem(
                        OPENING,
                        directory.toString(),
                        found,
                        checkpoint == null
                                ? "a checkpoint that this installation signed"
                                : "the " + checkpoint.size() + " records of the checkpoint",
                        "keep the directory as it is, find out what changed with verify --log, restore it from a copy"));
    }

    private static IacException failed(String doing, Path directory, IOException cause) {
        String found = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new IacException(
                Kind.TOOL_FAILED,
                new Problem(
                        doing, directory.toString(), found, "room and a healthy disk", "check the disk, then again"),
                List.of(),
                cause);
    }

    @Override
    public void close() {
        close(this);
    }

    private static void close(EvidenceLog log) {
        if (log == null) {
            return;
        }
        try (WriterLock lock = log.lock;
                EntryFiles entries = log.entries;
                HashFile hashes = log.hashes) {
            // Closed in reverse order: the lock goes last.
            return;
        } catch (IOException e) {
            throw failed("closing the evidence log", log.directory, e);
        }
    }
}
