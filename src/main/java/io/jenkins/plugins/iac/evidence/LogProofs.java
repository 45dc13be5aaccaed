package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Proofs for people who have neither the log nor our program: short texts in public formats, checked before they are given
 * away. Only reads, also while somebody writes.
 */
public final class LogProofs {
    private static final String DOING = "making a proof of the evidence log";
    private final Path directory;
    private final PublicKeys keys;

    public LogProofs(Path directory, PublicKeys keys) {
        this.directory = directory;
        this.keys = keys;
    }

    /** A text to be kept as {@code RUN.tlog-proof}, and what it says. */
    public record Inclusion(long record, String checkpoint, String text) {}

    /**
     * That the evidence of a run is in the log: c2sp.org/tlog-proof, with the envelope as extra data.
     *
     * @throws IacException of kind BAD_INPUT without evidence of the run, NOT_VERIFIED if it does not verify
     */
    public Inclusion inclusion(String run) {
        RunAnswer answer = new Audit(directory, keys).shown(run, DOING);
        // Records about it that do not verify are no matter of this one's.
        List<String> problems = answer.change().problems();
        if (!problems.isEmpty()) {
            throw notVerified("run " + run, String.join("; ", problems));
        }
        long record = answer.change().record();
        try {
            byte[] line = EntryFiles.read(directory, (int) (record / EntryFiles.PER_FILE))
                    .get((int) (record % EntryFiles.PER_FILE));
            String text = ProofText.inclusion(line, record, answer.inclusion(), answer.checkpoint())
                    .text();
            return new Inclusion(record, answer.checkpoint(), text);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * That the log begins with what an earlier checkpoint covers: a request as c2sp.org/tlog-witness has it.
     *
     * @param since text of the earlier checkpoint
     * @throws IacException of kind NOT_VERIFIED if the log does not, BAD_INPUT if there is none
     */
    public String consistency(String since) {
        if (!Files.exists(directory.resolve(EvidenceLog.CHECKPOINT))) {
            throw IacException.badInput(
                    DOING,
                    directory.toString(),
                    "no evidence log",
                    "the log of a home in which a run came to its end",
                    "name the home with --home");
        }
        try (HashFile hashes = HashFile.readOnly(directory.resolve(EvidenceLog.HASHES))) {
            String note = Files.readString(directory.resolve(EvidenceLog.CHECKPOINT));
            Checkpoint old = Checkpoint.open(since, keys).checkpoint();
            Checkpoint now = Checkpoint.open(note, keys).checkpoint();
            if (old.size() > now.size() || now.size() > hashes.leaves()) {
                throw notVerified(
                        directory.toString(),
                        "a log of " + Math.min(now.size(), hashes.leaves()) + " records, the checkpoint has "
                                + old.size());
            }
            List<Sha256> path = hashes.consistency(old.size(), now.size());
            String text = ProofText.consistency(old.size(), path, note).text();
            List<String> problems = ProofCheck.check(
                            text.getBytes(java.nio.charset.StandardCharsets.UTF_8), keys, since)
                    .problems();
            if (!problems.isEmpty()) {
                throw notVerified(directory.toString(), String.join("; ", problems));
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw notVerified(directory.toString(), "a checkpoint that is " + e.getMessage());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static IacException notVerified(String where, String found) {
        return new IacException(
                IacException.Kind.NOT_VERIFIED,
                new Problem(
                        DOING,
                        where,
                        found,
                        "a log that is what its checkpoints say",
                        "find out what changed with verify --log DIR --since CHECKPOINT"));
    }

    private IacException unreadable(IOException cause) {
        return IacException.toolFailed(
                DOING,
                directory.toString(),
                cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                "a readable directory",
                "check the directory and its owner");
    }
}
