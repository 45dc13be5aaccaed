package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.iac.evidence.Predicate;
import io.jenkins.plugins.iac.journal.JournalRecord;
import io.jenkins.plugins.iac.json.Json;
import java.time.Instant;

/**
 * Where somebody would take a run where the lifecycle does not lead: each attempt is refused, the first {@value #MOST} of a run are
 * in the journal, and the run tells of them; its evidence of those before the seal.
 */
final class IllegalSteps {
    static final String FACT = "illegalSteps";
    /** Who tries it again and again fills no journal. */
    static final int MOST = 20;

    private IllegalSteps() {}

    /** Whether one more of this run is recorded. */
    static boolean isRecorded(Run run) {
        return run.fact(FACT).size() < MOST;
    }

    /** The run with one more attempt, which changes nothing else about it. */
    static Run add(Run run, JournalRecord attempt) {
        ArrayNode steps = run.fact(FACT) instanceof ArrayNode known ? known.deepCopy() : Json.array();
        if (steps.size() < MOST) {
            steps.addObject()
                    .put("from", attempt.data().path("from").asText())
                    .put("to", attempt.data().path("to").asText())
                    .put("believed", attempt.data().path("believed").asText())
                    .put("at", attempt.time().toString());
        }
        return run.with(Journey.fact(FACT, steps));
    }

    static void incidents(Run run, Predicate predicate) {
        run.fact(FACT)
                .forEach(step -> predicate.incident(
                        "refused: a step from " + step.path("from").asText() + " to "
                                + step.path("to").asText() + ", which the lifecycle does not have"
                                + (step.path("believed").equals(step.path("from"))
                                        ? ""
                                        : ", by somebody who took the run for "
                                                + step.path("believed").asText()),
                        Instant.parse(step.path("at").asText())));
    }
}
