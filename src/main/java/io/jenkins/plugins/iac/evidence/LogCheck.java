package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.crypto.VerifyingKey;
import io.jenkins.plugins.iac.durable.Pause;
import io.jenkins.plugins.iac.evidence.VerificationResult.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges a whole log: every record by itself, the tree over them against the checkpoint, and against an earlier checkpoint
 * that somebody kept. Only reads.
 */
final class LogCheck {
    private static final int ATTEMPTS = 20;
    private final Path directory;
    private final PublicKeys keys;
    private final List<Sha256> leaves = new ArrayList<>();
    private final Map<Sha256, Long> indexes = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    /** When each record says it was sealed; null where that cannot be told. */
    private final List<Instant> sealed = new ArrayList<>();

    private VerifyingKey lastKey;
    private Instant lastSealed;

    LogCheck(Path directory, PublicKeys keys) {
        this.directory = directory;
        this.keys = keys;
    }

    /** Reads and judges; to be called once. */
    void run(String since) {
        if (!Files.isDirectory(directory)) {
            problems.add(new Problem(
                    directory.toString(),
                    Files.exists(directory)
                            ? "it is no directory: name the one with the log, as HOME/evidence"
                            : "there is no such directory: correct the path"));
            return;
        }
        try {
            for (int number = 0; Files.exists(EntryFiles.file(directory, number)); number++) {
                entries(number);
            }
            Checkpoint.Signed signed = checkpoint();
            if (signed != null) {
                against(signed);
            }
            if (since != null) {
                since(since, signed);
            }
        } catch (IOException e) {
            problems.add(new Problem(directory.toString(), "it cannot be read: " + e.getMessage()));
        }
    }

    long size() {
        return leaves.size();
    }

    boolean contains(Sha256 leaf) {
        return indexes.containsKey(leaf);
    }

    List<Problem> problems() {
        return problems;
    }

    private void entries(int number) throws IOException {
        List<byte[]> lines = EntryFiles.read(directory, number);
        boolean last = !Files.exists(EntryFiles.file(directory, number + 1));
        if (lines.size() != EntryFiles.PER_FILE && !last) {
            problems.add(new Problem(
                    EntryFiles.name(number),
                    lines.size() + " records, expected " + EntryFiles.PER_FILE + " in a file that others follow"));
        }
        List<EnvelopeCheck.Result> results = lines.parallelStream()
                .map(line -> EnvelopeCheck.check(line, keys))
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            record(results.get(i), Merkle.leaf(lines.get(i)));
        }
    }

    private void record(EnvelopeCheck.Result result, Sha256 leaf) {
        long index = leaves.size();
        String name = "log record " + index + (result.run().isEmpty() ? "" : " (run " + result.run() + ")");
        names.add(name);
        result.problems().forEach(what -> problems.add(new Problem(name, what)));
        if (result.leaf() != null && !result.leaf().equals(leaf)) {
            problems.add(new Problem(name, "its spelling is not the one that was appended"));
        }
        Long first = indexes.putIfAbsent(leaf, index);
        if (first != null) {
            problems.add(new Problem(name, "it repeats log record " + first));
        }
        leaves.add(leaf);
        sealed.add(result.key() == null ? null : result.sealedAt());
        if (result.key() != null) {
            if (lastKey != null && result.key().created().isBefore(lastKey.created())) {
                problems.add(new Problem(
                        name,
                        "signed by key " + result.key()
                                + ", which was retired before the record in front of it was signed by " + lastKey));
            } else {
                lastKey = result.key();
            }
            lastSealed = result.sealedAt() == null ? lastSealed : result.sealedAt();
        }
    }

    /** The log's checkpoint; a writer may be adding records at this moment, so an older one is read again. */
    private Checkpoint.Signed checkpoint() throws IOException {
        Path file = directory.resolve(EvidenceLog.CHECKPOINT);
        for (int attempt = 1; ; attempt++) {
            if (!Files.exists(file)) {
                problems.add(new Problem(EvidenceLog.CHECKPOINT, "the log has no checkpoint"));
                return null;
            }
            try {
                Checkpoint.Signed signed = Checkpoint.open(Files.readString(file), keys);
                if (signed.checkpoint().size() >= leaves.size() || attempt == ATTEMPTS) {
                    return signed;
                }
            } catch (IOException | IllegalArgumentException e) {
                problems.add(new Problem(EvidenceLog.CHECKPOINT, "it is no checkpoint of this log: " + e.getMessage()));
                return null;
            }
            Pause.millis(25);
        }
    }

    private void against(Checkpoint.Signed signed) throws IOException {
        Checkpoint checkpoint = signed.checkpoint();
        long size = checkpoint.size();
        if (lastKey != null && signed.key().created().isBefore(lastKey.created())
                || lastSealed != null
                        && !signed.key().wasActiveAt(lastSealed)
                        && signed.key().retired() != null
                        && lastSealed.isAfter(signed.key().retired())) {
            problems.add(new Problem(
                    EvidenceLog.CHECKPOINT,
                    "signed by key " + signed.key() + ", which signed only " + EnvelopeCheck.period(signed.key())
                            + ", over records sealed until " + lastSealed));
        }
        if (size > leaves.size()) {
            problems.add(new Problem(EvidenceLog.CHECKPOINT, missing(size)));
        } else if (size < leaves.size()) {
            problems.add(new Problem(
                    range(size, leaves.size()),
                    "no checkpoint covers it: the log's checkpoint is over " + size
                            + " records (an older one was put back, or a writer died and has not been started again)"));
        }
        if (size > leaves.size() || !root(size).equals(checkpoint.root())) {
            LogDifference.find(directory, leaves, sealed, checkpoint)
                    .ifPresentOrElse(problems::add, () -> unknownDifference(checkpoint));
        }
    }

    private void unknownDifference(Checkpoint checkpoint) {
        if (checkpoint.size() <= leaves.size()) {
            problems.add(new Problem(
                    range(0, checkpoint.size()),
                    "the records hash to " + root(checkpoint.size()) + ", the checkpoint says " + checkpoint.root()
                            + ": one or more were changed, dropped or put in another order"));
        }
    }

    private void since(String note, Checkpoint.Signed current) {
        String name = "earlier checkpoint";
        try {
            Checkpoint earlier = Checkpoint.open(note, keys).checkpoint();
            if (current != null && !earlier.origin().equals(current.checkpoint().origin())) {
                problems.add(new Problem(
                        name,
                        "it is of the log " + earlier.origin() + ", this is "
                                + current.checkpoint().origin()));
            } else if (earlier.size() > leaves.size()) {
                problems.add(new Problem(name, missing(earlier.size())));
            } else if (!root(earlier.size()).equals(earlier.root())) {
                problems.add(new Problem(
                        name,
                        "the first " + earlier.size() + " records are no longer those it was signed over: history was"
                                + " rewritten after it was made"));
            }
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(name, "it is no checkpoint of this log: " + e.getMessage()));
        }
    }

    private String missing(long size) {
        return "it is over " + size + " records, the log has " + leaves.size() + ": " + (size - leaves.size())
                + " are missing; the last record that is there was sealed "
                + (lastSealed == null ? "at an unknown time" : "at " + lastSealed);
    }

    private static String range(long from, long to) {
        return to - from == 1 ? "log record " + from : "log records " + from + " to " + (to - 1);
    }

    private Sha256 root(long size) {
        TreeHead head = new TreeHead();
        leaves.subList(0, Math.toIntExact(size)).forEach(head::add);
        return head.root();
    }
}
