package io.jenkins.plugins.iac.runtask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A question to a program on another machine. What is run there is what was signed: the program, its arguments and its time
 * stand in the question itself.
 *
 * @param envelope the question, signed
 */
public record TaskQuestion(JsonNode envelope) {
    /** Member that names the program and its arguments. */
    static final String COMMAND = "command";
    /** Member that says how long the program may take. */
    static final String SECONDS = "timeoutSeconds";

    /** Whether one of these keys signed it, as a question of this run. */
    public boolean isOf(String run, PublicKeys keys) {
        Dsse signed = signed();
        return signed.payloadType().equals(TaskClient.PAYLOAD_TYPE)
                && signed.verify(keys)
                && payload().path("run").asText().equals(run);
    }

    /** Name of the check. */
    public String task() {
        return payload().path("task").asText();
    }

    Dsse signed() {
        return Dsse.ofJson(envelope);
    }

    List<String> command() {
        List<String> command = new ArrayList<>();
        payload().path(COMMAND).forEach(word -> command.add(word.asText()));
        return command;
    }

    Duration timeout() {
        return Duration.ofSeconds(payload().path(SECONDS).asLong());
    }

    /** @throws IllegalArgumentException if that is no JSON */
    JsonNode payload() {
        try {
            return Json.parse(new String(signed().payload(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a question that is no JSON", e);
        }
    }
}
