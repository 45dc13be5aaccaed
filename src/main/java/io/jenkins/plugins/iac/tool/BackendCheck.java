package io.jenkins.plugins.iac.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code init} has really set up, read from the {@code terraform.tfstate} that it writes into its data directory. With
 * settings for a backend but no backend in the code, the tool only warns and keeps the state in the checkout.
 */
final class BackendCheck {
    private static final String NONE = "no backend";

    private BackendCheck() {}

    static void type(Backend expected, Path dataDirectory, String where) {
        String found = read(dataDirectory.resolve("terraform.tfstate"));
        if (!found.equals(expected.type())) {
            String next = "write 'backend \"" + expected.type() + "\" {}' into the stack's terraform block";
            throw new IacException(
                    IacException.Kind.REFUSED,
                    new Problem("initialising", where, "the backend " + found, expected.type(), next),
                    List.of(Condition.failed("backend.type", expected.type(), found, next)),
                    null);
        }
    }

    private static String read(Path file) {
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        try {
            JsonNode type = Json.parse(Files.readString(file)).path("backend").path("type");
            return type.isTextual() ? type.asText() : NONE;
        } catch (IOException e) {
            return "a record of it that cannot be read";
        }
    }
}
