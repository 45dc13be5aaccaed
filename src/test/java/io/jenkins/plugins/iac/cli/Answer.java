package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.nio.file.Path;

/** What a command printed and how it ended. */
record Answer(int exit, String out, String err) {
    /** The one document on standard output. */
    JsonNode json() {
        try {
            return Json.parse(out);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError("not one JSON document: " + out + "\n" + err, e);
        }
    }

    /** This exit code, else everything that was printed. */
    Answer ends(int expected) {
        assertEquals(out + "\n" + err, expected, exit);
        assertFalse("a stack trace: " + out + err, (out + err).contains("\tat "));
        return this;
    }

    /** An error in the frozen form, which says these words somewhere in its five parts. */
    Answer fails(int expected, String... words) {
        ends(expected);
        JsonNode error = json().path("error");
        assertEquals(
                out,
                "[doing, where, found, expected, next]",
                error.properties().stream()
                        .map(java.util.Map.Entry::getKey)
                        .toList()
                        .toString());
        for (String word : words) {
            assertTrue(word + " in " + out, out.contains(word));
        }
        return this;
    }

    /** What the evidence says that the answer names. */
    JsonNode evidence() throws IOException {
        return Company.predicate(Path.of(json().path("evidence").asText()));
    }

    /** How the policy or check of this name was judged. */
    JsonNode judged(String policy) {
        for (JsonNode row : json().path("policy")) {
            if (row.path("policy").asText().equals(policy)) {
                return row;
            }
        }
        throw new AssertionError("no result of " + policy + " in " + out);
    }

    String run() {
        return json().path("run").asText();
    }

    String state() {
        return json().path("state").asText();
    }

    String digest() {
        return json().path("digest").asText();
    }
}
