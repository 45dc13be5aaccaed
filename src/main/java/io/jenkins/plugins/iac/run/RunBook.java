package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The only way to change a run: every step is checked against {@link Lifecycle}, written to the journal, and only then
 * true. Safe for several threads; two threads cannot take the same run one step on.
 */
public final class RunBook {
    /** Marks a run of which the journal keeps only what lists need. */
    static final String COMPACTED = "compacted";

    private final Journal journal;
    private final InstantSource clock;
    private final RunHistory history;

    public RunBook(Journal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
        this.history = RunHistory.replay(journal.records().toList());
    }

    /**
     * Ask before a run starts and before it changes anything.
     *
     * @throws IacException of kind TOOL_FAILED without room for the records that end a run, REFUSED if another writer took
     *     the journal over
     */
    public void ensureWritable() {
        journal.ensureWritable();
    }

    /** @throws IacException of kind REFUSED if another writer took the journal over: nothing may be told of its runs then */
    void ensureValid() {
        journal.ensureValid();
    }

    /** A new run, {@code requested}. */
    public synchronized Run create(String stack, Operation operation, RunSource source, ObjectNode more) {
        ObjectNode facts = Json.object();
        facts.putObject("request").put("stack", stack).put("operation", operation.id());
        facts.set("source", Json.tree(source));
        facts.setAll(more);
        ObjectNode data = Json.object();
        data.putNull("from");
        data.put("to", RunState.REQUESTED.id());
        data.set("facts", facts);
        return history.apply(journal.append(RunId.create(clock.instant()), RunHistory.STEP, data));
    }

    /**
     * The run as it stands now.
     *
     * @throws IacException of kind BAD_INPUT if there is none
     */
    public synchronized Run get(String id) {
        Run run = history.find(RunId.check(id));
        if (run != null && run.facts().has(COMPACTED)) {
            // What the journal no longer has at hand is in its archive, whole.
            Run whole = RunHistory.replay(journal.read(id)).find(id);
            run = whole == null ? run : whole;
        }
        if (run == null) {
            throw IacException.badInput(
                    "looking for a run", id, "no such run in the journal", "a run of this home", "list the runs");
        }
        return run;
    }

    /**
     * The run as {@link #all()} has it, or nothing: also where the text is no run's name.
     *
     * @param id whoever wrote it
     */
    public synchronized Optional<Run> known(String id) {
        return Optional.ofNullable(history.find(id));
    }

    public synchronized List<Run> all() {
        return history.all();
    }

    /**
     * Takes a run one step on.
     *
     * @throws IacException of kind REFUSED if the table has no such step, or somebody else took the run on meanwhile; the
     *     attempt is recorded
     */
    public synchronized Run step(Run run, RunState to, ObjectNode facts) {
        Run now = get(run.id());
        if (now.state() != run.state() || !Lifecycle.isLegal(now.state(), to)) {
            throw illegal(run, to);
        }
        ObjectNode data = attempt(now, to);
        data.set("facts", facts);
        return history.apply(journal.append(run.id(), RunHistory.STEP, data));
    }

    /** Records that somebody would take a run where it cannot go from here, and returns the refusal. */
    synchronized IacException illegal(Run run, RunState to) {
        Run now = get(run.id());
        if (IllegalSteps.isRecorded(now) && hasRoom()) {
            history.apply(journal.append(
                    run.id(),
                    RunHistory.ILLEGAL,
                    attempt(now, to).put("believed", run.state().id())));
        }
        return IacException.refused(
                "taking the run to " + to,
                "run " + run.id() + ", stack " + run.stackName(),
                "a run that is " + now.telling() + " (" + now.meaning() + ")",
                expected(to),
                now.next());
    }

    /** The room that is kept for the ends of runs is not for what is refused anyway. */
    private boolean hasRoom() {
        try {
            journal.ensureWritable();
            return true;
        } catch (IacException e) {
            return false;
        }
    }

    private static ObjectNode attempt(Run now, RunState to) {
        return Json.object().put("from", now.state().id()).put("to", to.id());
    }

    private static String expected(RunState to) {
        StringBuilder states = new StringBuilder();
        for (RunState state : RunState.values()) {
            if (Lifecycle.isLegal(state, to)) {
                states.append(states.isEmpty() ? "" : ", ").append(state);
            }
        }
        return "one of: " + states;
    }

    public Run step(Run run, RunState to) {
        return step(run, to, Json.object());
    }

    /** Records facts without a change of state. */
    public synchronized Run facts(Run run, ObjectNode facts) {
        get(run.id());
        return history.apply(journal.append(run.id(), RunHistory.FACTS, facts));
    }

    /**
     * Records facts that build on those that are there: nobody changes the run between the look and the record.
     *
     * @param change from the run as it is now to the facts to record
     */
    public synchronized Run amend(String id, Function<Run, ObjectNode> change) {
        Run now = get(id);
        return facts(now, change.apply(now));
    }

    /** Records a vote. Whether it counts is decided each time the votes are judged. */
    public synchronized Run vote(Run run, ObjectNode vote) {
        get(run.id());
        return history.apply(journal.append(run.id(), RunHistory.VOTE, vote));
    }
}
