package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.durable.LineFile;
import io.jenkins.plugins.iac.durable.WriterLock;
import io.jenkins.plugins.iac.evidence.CopyStatus.State;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A second directory with the same log, on another disk or another machine's share. It only ever grows, and only along the
 * log: where the two differ it is left as it is, because then it is the witness. It is a log like the first one, and
 * {@link Verifier} takes it as one.
 */
public final class EvidenceCopy {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final Path log;
    private final Path copy;
    private final PublicKeys keys;

    public EvidenceCopy(Path log, Path copy, PublicKeys keys) {
        this.log = log;
        this.copy = copy;
        this.keys = keys;
    }

    /** Adds what the copy does not have yet. Never throws for what is wrong with either; the status says it. */
    public CopyStatus update() {
        return judge(true);
    }

    /** How the copy stands, without changing it. */
    public CopyStatus status() {
        return judge(false);
    }

    private CopyStatus judge(boolean write) {
        long size = 0;
        try {
            Checkpoint source = checkpoint(log);
            size = source.size();
            if (!Files.exists(copy.resolve(EvidenceLog.CHECKPOINT))) {
                return write ? extend(source, 0) : status(State.BEHIND, 0, size, "the copy is empty");
            }
            Checkpoint there = checkpoint(copy);
            if (!there.origin().equals(source.origin())) {
                return status(State.DIVERGED, there.size(), size, "it is a copy of another log, " + there.origin());
            }
            if (there.size() > size) {
                return status(
                        State.DIVERGED,
                        there.size(),
                        size,
                        "the copy has " + (there.size() - size)
                                + " records more than the log: the log was cut or put back");
            }
            if (!sourceRoot(there.size()).equals(there.root())) {
                return status(
                        State.DIVERGED,
                        there.size(),
                        size,
                        "its " + there.size() + " records are not those with which the log begins: verify both");
            }
            return write && there.size() < size
                    ? extend(source, there.size())
                    : status(
                            there.size() == size ? State.CURRENT : State.BEHIND,
                            there.size(),
                            size,
                            there.size() == size
                                    ? "it has every record"
                                    : (size - there.size()) + " records are missing");
        } catch (NotALog e) {
            return status(State.DIVERGED, 0, size, e.getMessage());
        } catch (IOException | IacException e) {
            return status(State.UNREACHABLE, 0, size, "it cannot be read or written now: " + e.getMessage());
        }
    }

    private CopyStatus extend(Checkpoint source, long covered) throws IOException {
        DurableFiles.directory(copy);
        try (WriterLock lock = WriterLock.take(copy, "copying the evidence log", PATIENCE);
                EntryFiles entries = EntryFiles.open(copy, LineFile::of);
                HashFile hashes = HashFile.open(copy.resolve(EvidenceLog.HASHES))) {
            hashes.truncate(covered);
            for (long have = covered; have < source.size(); ) {
                int number = (int) (have / EntryFiles.PER_FILE);
                int from = (int) (have % EntryFiles.PER_FILE);
                List<byte[]> lines = EntryFiles.read(log, number);
                int to = (int) Math.min(lines.size(), source.size() - have + from);
                if (from >= to) {
                    return status(State.UNREACHABLE, covered, source.size(), "the log has fewer records than it says");
                }
                if (entries.count() <= have) {
                    entries.append(lines.subList(from, to));
                } else {
                    to = Math.min(to, from + (int) (entries.count() - have));
                }
                // What an earlier attempt left behind its checkpoint is checked like everything else, by the root.
                for (byte[] line : EntryFiles.read(copy, number).subList(from, to)) {
                    hashes.add(Merkle.leaf(line));
                }
                have += to - from;
            }
            if (!hashes.root(source.size()).equals(source.root())) {
                return status(
                        State.DIVERGED,
                        covered,
                        source.size(),
                        "what was copied does not hash to the log's checkpoint: verify both");
            }
            byte[] note = Files.readAllBytes(log.resolve(EvidenceLog.CHECKPOINT));
            if (!Checkpoint.open(new String(note, StandardCharsets.UTF_8), keys)
                    .checkpoint()
                    .equals(source)) {
                return status(State.BEHIND, covered, source.size(), "the log grew meanwhile; the next update goes on");
            }
            EvidenceLog.keepKeys(copy, keys);
            DurableFiles.replace(copy.resolve(EvidenceLog.CHECKPOINT), note);
            return status(State.CURRENT, source.size(), source.size(), "it has every record");
        }
    }

    private Sha256 sourceRoot(long size) throws IOException {
        try (HashFile hashes = HashFile.readOnly(log.resolve(EvidenceLog.HASHES))) {
            if (hashes.leaves() < size) {
                throw new IOException("the log's file of hashes is cut; open the log to make it again");
            }
            return hashes.root(size);
        }
    }

    private CopyStatus status(State state, long records, long of, String meaning) {
        Instant updated = null;
        try {
            updated = Files.getLastModifiedTime(copy.resolve(EvidenceLog.CHECKPOINT))
                    .toInstant();
        } catch (IOException e) {
            // No checkpoint, no time: the state says why.
        }
        return new CopyStatus(copy, state, records, of, updated, meaning);
    }

    private Checkpoint checkpoint(Path directory) throws IOException {
        try {
            return Checkpoint.open(Files.readString(directory.resolve(EvidenceLog.CHECKPOINT)), keys)
                    .checkpoint();
        } catch (IllegalArgumentException e) {
            throw new NotALog("the checkpoint in " + directory + " is none of this log: " + e.getMessage());
        }
    }

    private static final class NotALog extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotALog(String message) {
            super(message);
        }
    }
}
