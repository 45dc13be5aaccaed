package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.Assume;

/** One call of the command line inside of this process. */
record Invocation(int exit, String out, String err) {
    static Invocation of(Object... arguments) {
        return at(InstantSource.system(), arguments);
    }

    static Invocation at(InstantSource clock, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int exit = Cli.run(
                words,
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false),
                clock);
        return new Invocation(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Standard output, which must be one JSON document and nothing else. */
    JsonNode json() {
        try {
            return Json.parse(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON document: " + out + err, e);
        }
    }

    /** Skips the test with a line where there is no tool. */
    static void needsTool() {
        Assume.assumeTrue(
                "skipped: neither terraform nor tofu is on PATH",
                LocalSource.program("terraform")
                        .or(() -> LocalSource.program("tofu"))
                        .isPresent());
    }
}
