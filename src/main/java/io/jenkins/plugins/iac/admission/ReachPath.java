package io.jenkins.plugins.iac.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Trigger;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that a source could get to: nothing in the catalog rules it out.
 *
 * @param pool name of the pool, or null where the static lane has none
 * @param identity name of the identity, or null
 * @param networks networks that can be reached from the pool
 * @param approvals least number of different people who must approve, whatever the plan
 * @param breakGlass whether it takes an emergency run
 * @param caller who gets through, where that is less than everybody who can ask
 */
public record ReachPath(
        SourceKind source,
        String stack,
        Operation operation,
        String pool,
        String identity,
        List<String> networks,
        int approvals,
        boolean breakGlass,
        Caller caller) {

    /** The same way to another stack. */
    ReachPath to(String other) {
        return new ReachPath(source, other, operation, pool, identity, networks, approvals, breakGlass, caller);
    }

    /**
     * Whom a path is for; what is null is open.
     *
     * @param ref branch or tag
     * @param actor person who asks
     * @param triggers what may set it off
     */
    public record Caller(String ref, String actor, List<Trigger> triggers) {
        static final Caller ANYBODY = new Caller(null, null, null);

        @Override
        public String toString() {
            return (ref == null ? "" : " " + ref)
                    + (actor == null ? "" : " by " + actor)
                    + (triggers == null
                            ? ""
                            : ", set off by "
                                    + triggers.stream().map(Trigger::id).collect(Collectors.joining(" or ")));
        }
    }

    ReachPath by(Caller other) {
        return new ReachPath(source, stack, operation, pool, identity, networks, approvals, breakGlass, other);
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
        if (caller.ref() != null) {
            node.put("ref", caller.ref());
        }
        if (caller.actor() != null) {
            node.put("actor", caller.actor());
        }
        if (caller.triggers() != null) {
            ArrayNode triggers = node.putArray("triggers");
            caller.triggers().forEach(t -> triggers.add(t.id()));
        }
        return node;
    }

    @Override
    public String toString() {
        return source.id() + caller + " -> " + operation + " of " + stack + " -> " + (pool == null ? "no pool" : pool)
                + (identity == null ? "" : " -> " + identity)
                + (networks.isEmpty() ? "" : " -> " + String.join(", ", networks))
                + (breakGlass ? " (break-glass)" : "");
    }
}
