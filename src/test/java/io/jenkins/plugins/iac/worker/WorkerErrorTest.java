package io.jenkins.plugins.iac.worker;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.util.List;
import org.junit.Test;

/** An error of the worker is the same error on its host. */
public class WorkerErrorTest {
    @Test
    public void of_errorThatWasPut_isTheSameWithEveryReason() throws Exception {
        Problem problem =
                new Problem("planning", "stack prod/db", "no such \"provider\"", "one that is listed", "list it");
        List<Condition> because =
                List.of(Condition.passed("inner", "a", "a"), Condition.deferred("later", "b", "?", "c"));
        List<Condition> conditions = List.of(
                Condition.failed("provider", "listed", "not listed", "list it"),
                Condition.all("all", "x", "y", "", because));
        for (IacException.Kind kind : IacException.Kind.values()) {
            ObjectNode answer = Json.object();
            WorkerError.put(answer, new IacException(kind, problem, conditions, null));
            IacException read = WorkerError.of(Json.parse(Json.write(answer)).path("error"));
            assertEquals(kind, read.kind());
            assertEquals(problem, read.problem());
            assertEquals(conditions, read.conditions());
        }
    }

    @Test
    public void of_unknownKind_isNoError() {
        assertThrows(
                IllegalArgumentException.class,
                () -> WorkerError.of(Json.object().put("kind", "BAD_WEATHER")));
    }
}
