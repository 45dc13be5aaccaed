package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.util.ArrayList;
import java.util.List;

/** How an error comes from the worker to its host: {@code {"kind", "problem", "conditions"}} under {@value #FIELD}. */
public final class WorkerError {
    /** Where it stands in the worker's answer. */
    public static final String FIELD = "error";

    private WorkerError() {}

    static void put(ObjectNode answer, IacException e) {
        ObjectNode error = answer.putObject(FIELD);
        error.put("kind", e.kind().name());
        error.set("problem", Json.tree(e.problem()));
        error.set("conditions", Json.tree(e.conditions()));
    }

    /**
     * The error that a worker put into its answer.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static IacException of(JsonNode error) {
        List<Condition> conditions = new ArrayList<>();
        error.path("conditions").forEach(c -> conditions.add(Json.read(c, Condition.class)));
        return new IacException(
                IacException.Kind.valueOf(error.path("kind").asText()),
                Json.read(error.path("problem"), Problem.class),
                conditions,
                null);
    }
}
