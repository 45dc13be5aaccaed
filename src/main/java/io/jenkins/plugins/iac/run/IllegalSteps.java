package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.evidence.Predicate;
import io.jenkins.plugins.iac.journal.JournalRecord;
import io.jenkins.plugins.iac.json.Json;
import java.time.Instant;

/**
 * Where somebody would take a run where the lifecycle does not lead: each attempt was refused and is in the journal, the run tells of
 * the first ones, and how many there were; its evidence of those before the seal.
 */
final class IllegalSteps {
    static final String FACT = "illegalSteps";
    private static final int MOST = 20;

    private IllegalSteps() {}

    /** The run with one more attempt, which changes nothing else about it. */
    static Run add(Run run, JournalRecord attempt) {
        ObjectNode steps = run.fact(FACT) instanceof ObjectNode known
                ? known.deepCopy()
                : Json.object().put("total", 0);
        steps.put("total", steps.path("total").asLong() + 1);
        if (steps.withArray("first").size() < MOST) {
            steps.withArray("first")
                    .addObject()
                    .put("from", attempt.data().path("from").asText())
                    .put("to", attempt.data().path("to").asText())
                    .put("believed", attempt.data().path("believed").asText())
                    .put("at", attempt.time().toString());
        }
        return run.with(Journey.fact(FACT, steps));
    }

    static void incidents(Run run, Predicate predicate) {
        run.fact(FACT)
                .path("first")
                .forEach(step -> predicate.incident(
                        "refused: a step from " + step.path("from").asText() + " to "
                                + step.path("to").asText() + ", which the lifecycle does not have"
                                + (step.path("believed").equals(step.path("from"))
                                        ? ""
                                        : ", by somebody who took the run for "
                                                + step.path("believed").asText()),
                        Instant.parse(step.path("at").asText())));
        long more = run.fact(FACT).path("total").asLong() - MOST;
        if (more > 0) {
            predicate.incident("refused: " + more + " more steps that the lifecycle does not have", run.changedAt());
        }
    }
}
