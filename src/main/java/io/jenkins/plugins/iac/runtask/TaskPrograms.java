package io.jenkins.plugins.iac.runtask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.runtask.TaskAnswer.NoAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Puts questions to the programs of this machine, one after the other, and brings back what they left, unread: whether that
 * is an answer is decided where the question came from.
 */
public final class TaskPrograms {
    private static final String ANSWER = "answer";
    private static final String ERROR = "error";

    private TaskPrograms() {}

    /**
     * {@code [{"task", "answer": base64} | {"task", "error": words}]}, in the order of the questions. A program that cannot be
     * started is an error of its check alone; nothing is thrown.
     */
    public static ArrayNode ask(List<TaskQuestion> questions, ProcessRunner processes) {
        TaskCommand programs = new TaskCommand(processes);
        ArrayNode all = Json.array();
        for (TaskQuestion question : questions) {
            ObjectNode said = all.addObject().put("task", question.task());
            try {
                Dsse signed = question.signed();
                byte[] answer = programs.run(
                        question.task(),
                        question.command(),
                        question.timeout(),
                        signed.payload(),
                        Json.write(signed.json()).getBytes(StandardCharsets.UTF_8));
                said.put(ANSWER, Base64.getEncoder().encodeToString(answer));
            } catch (NoAnswer e) {
                said.put(ERROR, e.getMessage());
            } catch (IacException e) {
                said.put(ERROR, e.problem().found());
            } catch (RuntimeException e) {
                said.put(ERROR, e.getClass().getSimpleName());
            }
        }
        return all;
    }

    /** What one program left, as {@link #ask} brings it. */
    static byte[] answer(JsonNode said) throws NoAnswer {
        if (!said.path(ANSWER).isTextual()) {
            throw new NoAnswer(said.path(ERROR).asText("the agent brought no answer"));
        }
        try {
            return Base64.getDecoder().decode(said.path(ANSWER).asText());
        } catch (IllegalArgumentException e) {
            throw new NoAnswer("the agent brought something that is no answer");
        }
    }
}
