package io.jenkins.plugins.iac.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;

/**
 * A path that breaks an assertion.
 *
 * @param assertion name of the assertion
 * @param reason the assertion and what it found
 * @param message what it means; may be empty
 * @param path the path
 * @param more how many other paths break the same assertion and are not listed; given with the last one listed
 */
public record Violation(String assertion, String reason, String message, ReachPath path, long more) {
    public ObjectNode toJson() {
        ObjectNode node = Json.object();
        node.put("assertion", assertion);
        node.put("reason", reason);
        node.put("message", message);
        node.set("path", path.toJson());
        if (more > 0) {
            node.put("more", more);
        }
        return node;
    }
}
