package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the agents of a run said of themselves: the one that planned, and the one that applied, which may be another. */
public final class Receipts {
    static final String OF_PLAN = "receipt";
    static final String OF_APPLY = "applyReceipt";

    private Receipts() {}

    /** In the order in which they were taken. */
    static List<ObjectNode> all(Run run) {
        return Stream.of(OF_PLAN, OF_APPLY)
                .map(run::fact)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .toList();
    }

    /** The image of the agent that did what the run was for; empty where it has none, or does not know it. */
    public static Optional<String> image(Run run) {
        JsonNode last = run.fact(OF_APPLY).isObject() ? run.fact(OF_APPLY) : run.fact(OF_PLAN);
        return Optional.ofNullable(last.path("image").asText(null));
    }
}
