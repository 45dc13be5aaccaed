package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.IacException.Kind;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a log has the records of its checkpoint, all of them and no others, without judging what they say: for whoever
 * answers from a log and must not pass over what is no longer there. Only reads, also while somebody writes.
 */
final class LogWhole {
    private LogWhole() {}

    /** What is wrong with the log as a whole; empty where nothing is, or there is no log. */
    static Optional<IacException> damage(Path directory, PublicKeys keys) throws IOException {
        Path file = directory.resolve(EvidenceLog.CHECKPOINT);
        if (!Files.exists(file)) {
            return Files.exists(EntryFiles.file(directory, 0))
                    ? Optional.of(damaged(directory, "records without a checkpoint", "the log's signed checkpoint"))
                    : Optional.empty();
        }
        try {
            // Read before the records: those that it covers were there when it was written.
            Checkpoint signed = Checkpoint.open(Files.readString(file), keys).checkpoint();
            return against(directory, signed);
        } catch (IllegalArgumentException e) {
            return Optional.of(damaged(
                    directory, "a checkpoint that is " + e.getMessage(), "a checkpoint that this installation signed"));
        }
    }

    private static Optional<IacException> against(Path directory, Checkpoint signed) throws IOException {
        TreeHead head = new TreeHead();
        for (int number = 0; Files.exists(EntryFiles.file(directory, number)); number++) {
            for (byte[] line : EntryFiles.read(directory, number)) {
                if (head.size() < signed.size()) {
                    head.add(Merkle.leaf(line));
                }
            }
        }
        String expected = "the " + signed.size() + " records of its checkpoint";
        if (head.size() < signed.size()) {
            return Optional.of(damaged(directory, head.size() + " records", expected));
        }
        Sha256 root = head.root();
        return root.equals(signed.root())
                ? Optional.empty()
                : Optional.of(damaged(directory, "other records than were signed", expected));
    }

    private static IacException damaged(Path directory, String found, String expected) {
        return new IacException(
                Kind.NOT_VERIFIED,
                new Problem(
                        "reading the evidence log",
                        directory.toString(),
                        found,
                        expected,
                        "find out what changed with verify --log DIR --since CHECKPOINT; an answer from this log may leave"
                                + " something out"));
    }
}
