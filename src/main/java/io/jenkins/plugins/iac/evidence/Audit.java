package io.jenkins.plugins.iac.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.StackId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Answers the questions of an audit from the log alone. Every record that an answer rests on is verified for it; one that
 * does not verify is shown with what is wrong with it, never left out, and {@link #damage} says whether the log is still
 * what its checkpoint says. Only {@link Verifier} finds a log that was put back as a whole. Only reads.
 */
public final class Audit {
    private final Path directory;
    private final PublicKeys keys;

    public Audit(Path directory, PublicKeys keys) {
        this.directory = directory;
        this.keys = keys;
    }

    /**
     * Every apply that may have changed something in a time, oldest record first.
     *
     * @param stack the stack, or null for all
     * @param from first instant, or null for the beginning
     * @param until first instant after it, or null for no end
     */
    public List<Change> whoChanged(StackId stack, Instant from, Instant until) {
        List<Change> changes = new ArrayList<>();
        each(found -> {
            if (stack != null && !found.maySay(stack.value())) {
                return;
            }
            Change change = change(found);
            JsonNode predicate = change.predicate();
            boolean concerned =
                    stack == null || predicate.path("stack").asText().equals(stack.value());
            if (concerned && predicate.path("applied").isObject() && isWithin(predicate, from, until)) {
                changes.add(change);
            }
        });
        return changes;
    }

    /** The evidence of a run, and the records of their own about it; empty where the log has none of it. */
    public Optional<RunAnswer> show(String run) {
        List<Own> own = new ArrayList<>();
        List<Change> later = new ArrayList<>();
        each(found -> {
            if (!found.maySay(run)) {
                return;
            }
            Change change = change(found);
            JsonNode document = RunAnswer.document(change);
            if (change.run().equals(run)) {
                own.add(new Own(found, change));
            } else if (RunAnswer.ABOUT.stream()
                    .anyMatch(member -> document.path(member).asText().equals(run))) {
                later.add(change);
            }
        });
        return own.stream().findFirst().map(first -> prove(first.found(), first.change(), later));
    }

    private record Own(LogScan.Found found, Change change) {}

    /**
     * The evidence of a run.
     *
     * @param doing what for, as an error says it
     * @throws IacException of kind BAD_INPUT where the log has none, NOT_VERIFIED where it may have lost it
     */
    public RunAnswer shown(String run, String doing) {
        return show(run).orElseThrow(() -> damage().orElseGet(() -> IacException.badInput(
                doing,
                "run " + run,
                "no evidence of it in the log",
                "a run that came to its end in this home",
                "list the runs with 'runs'; one that is under way has no evidence yet")));
    }

    /** That records of the log are missing, or are others than were signed: an answer may leave something out. */
    public Optional<IacException> damage() {
        try {
            return LogWhole.damage(directory, keys);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The latest time at which a key sealed a record of the log; empty where it sealed none. */
    public Optional<Instant> lastSealed(String keyid) {
        AtomicReference<Instant> last = new AtomicReference<>();
        each(found -> {
            EnvelopeCheck.Result result = EnvelopeCheck.check(found.line(), keys);
            boolean its = result.key() != null && result.key().keyid().equals(keyid) && result.sealedAt() != null;
            if (its && (last.get() == null || result.sealedAt().isAfter(last.get()))) {
                last.set(result.sealedAt());
            }
        });
        return Optional.ofNullable(last.get());
    }

    private void each(Consumer<LogScan.Found> to) {
        try {
            LogScan.each(directory, to);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Change change(LogScan.Found found) {
        EnvelopeCheck.Result result = EnvelopeCheck.check(found.line(), keys);
        return new Change(found.index(), result.predicate(), result.problems());
    }

    /** An apply without a readable time concerns every time. */
    private static boolean isWithin(JsonNode predicate, Instant from, Instant until) {
        Instant started = instant(predicate.path("applied").path("started"));
        Instant ended = instant(predicate.path("applied").path("ended"));
        Instant last = ended == null ? started : ended;
        return (until == null || started == null || started.isBefore(until))
                && (from == null || last == null || !last.isBefore(from));
    }

    private static Instant instant(JsonNode text) {
        try {
            return text.isTextual() ? Instant.parse(text.asText()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private RunAnswer prove(LogScan.Found found, Change change, List<Change> later) {
        Sha256 leaf = Merkle.leaf(found.line());
        List<String> problems = new ArrayList<>(change.problems());
        List<Sha256> inclusion = List.of();
        String note = "";
        try (HashFile hashes = HashFile.readOnly(directory.resolve(EvidenceLog.HASHES))) {
            note = Files.readString(directory.resolve(EvidenceLog.CHECKPOINT));
            Checkpoint checkpoint = Checkpoint.open(note, keys).checkpoint();
            if (found.index() >= checkpoint.size() || checkpoint.size() > hashes.leaves()) {
                problems.add("no checkpoint covers the record");
            } else {
                inclusion = hashes.inclusion(found.index(), checkpoint.size());
                if (!Merkle.verifyInclusion(leaf, found.index(), checkpoint.size(), inclusion, checkpoint.root())) {
                    problems.add("the record is not the one that the checkpoint covers, or the hashes were changed;"
                            + " verify the whole log");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            problems.add("the log's checkpoint or hashes cannot be used: " + e.getMessage());
        }
        return new RunAnswer(new Change(change.record(), change.predicate(), problems), later, leaf, inclusion, note);
    }

    private IacException unreadable(IOException cause) {
        return IacException.toolFailed(
                "reading the evidence log",
                directory.toString(),
                cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                "a readable directory",
                "check the directory and its owner");
    }
}
