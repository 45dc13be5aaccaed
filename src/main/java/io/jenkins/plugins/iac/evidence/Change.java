package io.jenkins.plugins.iac.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One change of infrastructure, as its evidence tells it.
 *
 * @param record number in the log
 * @param predicate all that the evidence says
 * @param problems what is wrong with the record; empty where it verifies
 */
public record Change(long record, JsonNode predicate, List<String> problems) {
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]");

    public Change {
        problems = List.copyOf(problems);
    }

    public String run() {
        return text("run");
    }

    /** The people whose approval counted. */
    public List<String> approvers() {
        return predicate
                .path("approvals")
                .path("votes")
                .valueStream()
                .filter(v -> v.path("counted").asBoolean()
                        && v.path("decision").asText().equals("approve"))
                .map(v -> v.path("user").asText())
                .distinct()
                .toList();
    }

    /** The same for a person to read; who was not authenticated is said so. */
    String approversText() {
        List<String> names = new ArrayList<>();
        for (String user : approvers()) {
            boolean known = predicate
                    .path("approvals")
                    .path("votes")
                    .valueStream()
                    .filter(v -> v.path("counted").asBoolean()
                            && v.path("user").asText().equals(user))
                    .allMatch(v -> v.path("authenticated").asBoolean(false));
            names.add(known ? user : user + " (not authenticated)");
        }
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }

    public ObjectNode json() {
        JsonNode source = predicate.path("source");
        JsonNode applied = predicate.path("applied");
        ObjectNode json = Json.object()
                .put("record", record)
                .put("run", run())
                .put("stack", text("stack"))
                .put("operation", text("operation"))
                .put("outcome", text("outcome"));
        json.set("started", applied.path("started").deepCopy());
        json.set("ended", applied.path("ended").deepCopy());
        json.set("actor", orNull(source.path("actor")));
        json.set("commit", orNull(source.path("commit")));
        approvers().forEach(json.putArray("approvers")::add);
        json.set("plan", orNull(applied.path("digest")));
        json.set(
                "stateSerialBefore",
                orNull(predicate.path("state").path("before").path("serial")));
        json.set(
                "stateSerialAfter", orNull(predicate.path("state").path("after").path("serial")));
        json.put("verified", problems.isEmpty());
        problems.forEach(json.putArray("problems")::add);
        return json;
    }

    /** One line for a person. */
    public String text() {
        JsonNode source = predicate.path("source");
        return printable("%s  %s %s by %s, commit %s, approved by %s: %s%s"
                .formatted(
                        predicate.path("applied").path("started").asText(),
                        text("operation"),
                        text("stack"),
                        source.path("actor").asText("unknown"),
                        source.path("commit").asText("unknown"),
                        approversText(),
                        text("outcome"),
                        problems.isEmpty() ? "" : "  NOT VERIFIED: " + String.join("; ", problems)));
    }

    /** Without what would move the cursor or turn the text of a terminal around: the values come from elsewhere. */
    static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }

    private String text(String member) {
        return predicate.path(member).asText();
    }

    static JsonNode orNull(JsonNode node) {
        return node.isMissingNode() ? Json.mapper().nullNode() : node.deepCopy();
    }
}
