package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.journal.JournalRecord;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs that a journal tells of. Folding the records is the only way in which a run comes to be known, after a crash as
 * in daily work; a record that the lifecycle does not allow is not believed.
 */
public final class RunHistory {
    static final String STEP = "run.step";
    static final String VOTE = "run.vote";
    static final String FACTS = "run.facts";
    static final String ILLEGAL = "run.illegal";

    private final Map<String, Run> runs = new LinkedHashMap<>();

    /** Everything that these records say. */
    public static RunHistory replay(Collection<JournalRecord> records) {
        RunHistory history = new RunHistory();
        records.forEach(history::apply);
        return history;
    }

    /** Takes one more record in. */
    Run apply(JournalRecord record) {
        Run known = runs.get(record.run());
        Run next =
                switch (record.type()) {
                    case STEP -> step(known, record);
                    case VOTE -> known == null ? null : known.withVote((ObjectNode) record.data());
                    case FACTS -> known == null ? null : facts(known, record.data());
                    case ILLEGAL -> known == null ? null : IllegalSteps.add(known, record);
                    default -> known;
                };
        if (next != null) {
            runs.put(next.id(), next);
        }
        return next;
    }

    private static Run step(Run known, JournalRecord record) {
        RunState to = RunState.of(record.data().path("to").asText()).orElse(null);
        ObjectNode facts = record.data().path("facts") instanceof ObjectNode object ? object : Json.object();
        if (known == null) {
            return to == RunState.REQUESTED ? first(record, facts) : null;
        }
        if (to == null || !Lifecycle.isLegal(known.state(), to)) {
            return known;
        }
        return source(known.next(to, record.time(), facts), facts);
    }

    private static Run facts(Run known, ObjectNode facts) {
        return source(known.with(facts), facts);
    }

    private static Run source(Run run, ObjectNode facts) {
        return facts.has("source") ? run.withSource(Json.read(facts.get("source"), RunSource.class)) : run;
    }

    private static Run first(JournalRecord record, ObjectNode facts) {
        return new Run(
                record.run(),
                RunState.REQUESTED,
                facts.path("request").path("stack").asText(),
                Operation.of(facts.path("request").path("operation").asText()).orElseThrow(),
                Json.read(facts.get("source"), RunSource.class),
                facts,
                List.of(new Run.Step(RunState.REQUESTED, record.time())),
                List.of());
    }

    /** The run, or null. */
    public Run find(String id) {
        return runs.get(id);
    }

    /** All runs, oldest first. */
    public List<Run> all() {
        return new ArrayList<>(runs.values());
    }
}
