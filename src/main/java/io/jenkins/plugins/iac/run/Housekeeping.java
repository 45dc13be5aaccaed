package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.journal.JournalRecord;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.LockRecords;
import io.jenkins.plugins.iac.model.IacException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Keeps the journal small: of runs that were sealed a week ago only what lists need is kept in it, everything else is in the
 * journal's archive, where {@link RunBook#get} finds it. A host calls this when it opens the journal and after a run was
 * sealed; it does nothing until a segment is full.
 */
public final class Housekeeping {
    private static final Duration AGE = Duration.ofDays(7);
    /** Facts that lists, drift and audits of the home ask for without opening an archive. */
    private static final List<String> KEPT =
            List.of("request", "source", "evidence", "drift", BreakGlass.REVIEW, LostTool.FACT);
    /** Of these facts one member: what was approved, since when a pool's image has been in use, and what was overridden. */
    private static final Map<String, String> KEPT_OF = Map.of(
            "plan",
            "digest",
            Receipts.OF_PLAN,
            "image",
            Receipts.OF_APPLY,
            "image",
            "admission",
            "pool",
            Run.UNLOCKED,
            Run.OVERRIDES);

    private final RunServices services;
    private final Journal journal;
    private int looked = -1;

    public Housekeeping(RunServices services, Journal journal) {
        this.services = services;
        this.journal = journal;
    }

    /**
     * Compacts what became full since the last call that did. Holds up nobody: what cannot be written now, as on a disk that is
     * nearly full, is told and left to a later call.
     */
    public void tidy(Consumer<String> log) {
        try {
            compact();
        } catch (IacException e) {
            log.accept("the journal is not made small, and will be later: "
                    + e.problem().sentence());
        }
    }

    /** The same; how many segments that were. */
    synchronized int compact() {
        int full = journal.fullSegments();
        int done = full == 0 || full == looked ? 0 : compactFull();
        looked = full;
        return done;
    }

    private int compactFull() {
        Instant before = services.clock().instant().minus(AGE);
        Set<String> finished = services.book().all().stream()
                .filter(r -> r.state() == RunState.SEALED && r.changedAt().isBefore(before))
                .filter(r -> services.locks().table().locksOf(r.id()).isEmpty())
                .map(Run::id)
                .collect(Collectors.toSet());
        return finished.isEmpty() ? 0 : journal.compact(finished, Housekeeping::keep);
    }

    /** All records of a finished run's locks go, so that none of them is there without the others. */
    static Optional<ObjectNode> keep(JournalRecord record) {
        if (LockRecords.isOne(record.type())) {
            return Optional.empty();
        }
        ObjectNode facts = Json.object();
        boolean step = record.type().equals(RunHistory.STEP);
        boolean more = record.type().equals(RunHistory.FACTS);
        if (!step && !more) {
            return Optional.empty();
        }
        ObjectNode from = more
                ? record.data()
                : record.data().path("facts") instanceof ObjectNode object ? object : Json.object();
        KEPT.stream().filter(from::has).forEach(name -> facts.set(name, from.get(name)));
        KEPT_OF.forEach((fact, member) -> {
            if (from.path(fact).hasNonNull(member)) {
                facts.putObject(fact).set(member, from.path(fact).get(member));
            }
        });
        if (more) {
            return facts.isEmpty() ? Optional.empty() : Optional.of(facts);
        }
        if (record.data().path("from").isNull()) {
            facts.put(RunBook.COMPACTED, true);
        }
        ObjectNode data = Json.object();
        data.set("from", record.data().get("from"));
        data.set("to", record.data().get("to"));
        data.set("facts", facts);
        return Optional.of(data);
    }
}
