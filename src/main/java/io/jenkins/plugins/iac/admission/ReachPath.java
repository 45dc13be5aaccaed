package io.jenkins.plugins.iac.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.SourceKind;
import java.util.List;

/**
 * Something that a source could get to: nothing in the catalog rules it out.
 *
 * @param pool name of the pool, or null where the static lane has none
 * @param identity name of the identity, or null
 * @param networks networks that can be reached from the pool
 * @param approvals least number of different people who must approve, whatever the plan
 * @param breakGlass whether it takes an emergency run
 */
public record ReachPath(
        SourceKind source,
        String stack,
        Operation operation,
        String pool,
        String identity,
        List<String> networks,
        int approvals,
        boolean breakGlass) {

    /** The same way to another stack. */
    ReachPath to(String other) {
        return new ReachPath(source, other, operation, pool, identity, networks, approvals, breakGlass);
    }

    /** The JSON of {@code reach}. */
    public ObjectNode toJson() {
        ObjectNode node = Json.object();
        node.put("source", source.id());
        node.put("stack", stack);
        node.put("operation", operation.id());
        node.put("pool", pool);
        node.put("identity", identity);
        ArrayNode reached = node.putArray("networks");
        networks.forEach(reached::add);
        if (operation.isWrite()) {
            node.put("approvals", approvals);
        }
        if (breakGlass) {
            node.put("breakGlass", true);
        }
        return node;
    }

    @Override
    public String toString() {
        return source + " -> " + operation + " of " + stack + " -> " + (pool == null ? "no pool" : pool)
                + (identity == null ? "" : " -> " + identity)
                + (networks.isEmpty() ? "" : " -> " + String.join(", ", networks))
                + (breakGlass ? " (break-glass)" : "");
    }
}
