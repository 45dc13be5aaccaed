package io.jenkins.plugins.iac.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The answer to "show me this run": who, from what commit, under what approval, with what identity, on what runner, what
 * happened, and the proof that the applied plan was the approved one.
 *
 * @param change the record of the run
 * @param later records of their own about it, oldest first: its lock was broken, it was reviewed
 * @param leaf its hash in the log
 * @param inclusion sibling hashes that lead from {@code leaf} to the root of {@code checkpoint}
 * @param checkpoint the log's signed checkpoint
 */
public record RunAnswer(Change change, List<Change> later, Sha256 leaf, List<Sha256> inclusion, String checkpoint) {
    /** Members of a signed order that name the run that it is about. */
    static final List<String> ABOUT = List.of("lockOf", "reviewOf");

    public RunAnswer {
        later = List.copyOf(later);
        inclusion = List.copyOf(inclusion);
    }

    /** Whether the record verifies and is under the log's checkpoint, and those about it verify. */
    public boolean isProven() {
        return problems().isEmpty();
    }

    /** What is wrong with the record, and with those about it. */
    private List<String> problems() {
        List<String> problems = new ArrayList<>(change.problems());
        later.forEach(
                about -> about.problems().forEach(what -> problems.add("record " + about.record() + ": " + what)));
        return problems;
    }

    /** The signed order of a record, or missing. */
    static JsonNode document(Change change) {
        return change.predicate().path("request").path("document");
    }

    public ObjectNode json() {
        JsonNode p = change.predicate();
        ObjectNode json = Json.object().put("run", change.run());
        json.set("operation", Change.orNull(p.path("operation")));
        json.set("stack", Change.orNull(p.path("stack")));
        json.set("outcome", Change.orNull(p.path("outcome")));
        json.set("source", Change.orNull(p.path("source")));
        ObjectNode approval = json.putObject("approval");
        approval.set("plan", Change.orNull(p.path("plan").path("digest")));
        approval.set("applied", Change.orNull(p.path("applied").path("digest")));
        approval.put("appliedIsApproved", appliedIsApproved());
        approval.setAll((ObjectNode) p.path("approvals").deepCopy());
        json.set("identitySessions", Change.orNull(p.path("identitySessions")));
        json.set("context", Change.orNull(p.path("context")));
        json.set("receipts", Change.orNull(p.path("receipts")));
        json.set("summary", Change.orNull(p.path("plan").path("summary")));
        json.set("policies", Change.orNull(p.path("policies")));
        json.set("locks", Change.orNull(p.path("locks")));
        json.set("applied", Change.orNull(p.path("applied")));
        json.set("logs", Change.orNull(p.path("logs")));
        json.set("state", Change.orNull(p.path("state")));
        json.set("verification", Change.orNull(p.path("verification")));
        json.set("lifecycle", Change.orNull(p.path("lifecycle")));
        json.set("incidents", Change.orNull(p.path("incidents")));
        if (order().isObject()) {
            json.set("unlock", order());
        }
        ArrayNode afterwards = json.putArray("afterwards");
        for (Change about : later) {
            ObjectNode record = afterwards.addObject().put("record", about.record());
            record.put("outcome", about.predicate().path("outcome").asText());
            record.set("order", document(about).deepCopy());
            record.put("verified", about.problems().isEmpty());
            about.problems().forEach(record.putArray("problems")::add);
        }
        ObjectNode proof = json.putObject("proof");
        proof.put("verified", isProven());
        problems().forEach(proof.putArray("problems")::add);
        proof.put("record", change.record()).put("leaf", leaf.toString());
        inclusion.forEach(hash -> proof.withArray("inclusion").add(hash.toString()));
        proof.put("checkpoint", checkpoint);
        return json;
    }

    /** The signed order to break a lock, where this is the evidence of one; else missing. */
    private JsonNode order() {
        JsonNode order = document(change);
        return order.path("operation").asText().equals("unlock") && order.has("lockOf")
                ? order
                : Json.mapper().missingNode();
    }

    /** Whether the plan that was applied is the one that was approved; false where nothing was applied. */
    public boolean appliedIsApproved() {
        JsonNode applied = change.predicate().path("applied").path("digest");
        return applied.isTextual()
                && applied.equals(change.predicate().path("plan").path("digest"));
    }

    /** For a person. */
    public String text() {
        JsonNode p = change.predicate();
        JsonNode source = p.path("source");
        JsonNode context = p.path("context");
        StringBuilder text = new StringBuilder();
        line(
                text,
                "run",
                change.run() + ", " + p.path("operation").asText() + " of "
                        + p.path("stack").asText());
        line(text, "who", known(source.path("actor")) + ", " + known(source.path("trigger")));
        line(
                text,
                "commit",
                known(source.path("commit")) + " of " + known(source.path("ref")) + " in "
                        + known(source.path("repository")));
        line(text, "approval", approval(p));
        line(text, "identity", identities(p));
        line(
                text,
                "runner",
                "pool " + known(context.path("pool")) + ", " + runner(context.path("runner")) + ", image "
                        + known(context.path("runnerImage")) + ", " + known(context.path("tool")) + " "
                        + known(context.path("toolVersion")));
        p.path("locks").forEach(lock -> line(text, "lock", lock(lock)));
        if (order().isObject()) {
            line(text, "unlocked", unlocked(order()));
        }
        line(
                text,
                "happened",
                p.path("lifecycle")
                        .valueStream()
                        .map(s -> s.path("state").asText())
                        .collect(Collectors.joining(" > ")));
        line(
                text,
                "state",
                "serial " + known(p.path("state").path("before").path("serial")) + " before, "
                        + known(p.path("state").path("after").path("serial")) + " after");
        line(text, "applied", applied(p));
        later.forEach(about -> line(text, "later", later(about)));
        line(
                text,
                "proof",
                isProven()
                        ? "record " + change.record() + " verifies and is under the log's checkpoint"
                        : "NOT VERIFIED: " + String.join("; ", problems()));
        return text.toString();
    }

    private String applied(JsonNode p) {
        String digest = p.path("applied").path("digest").asText("");
        if (digest.isEmpty()) {
            return "nothing was applied";
        }
        return digest + (appliedIsApproved() ? ", the approved plan" : ", NOT the approved plan");
    }

    private String approval(JsonNode p) {
        List<String> required = p.path("approvals")
                .path("required")
                .valueStream()
                .map(r -> r.path("count").asText() + " of " + r.path("name").asText())
                .toList();
        return (required.isEmpty() ? "none required" : "required " + String.join(", ", required)) + "; given by "
                + change.approversText();
    }

    private static String identities(JsonNode p) {
        List<String> sessions = p.path("identitySessions")
                .valueStream()
                .map(s -> known(s.path("identity")) + " for " + known(s.path("operation")) + ", token "
                        + known(s.path("tokenId")))
                .toList();
        return sessions.isEmpty() ? "none" : String.join("; ", sessions);
    }

    /** An agent as its host described it. */
    private static String runner(JsonNode runner) {
        return runner.isObject()
                ? known(runner.path("name")) + " on " + known(runner.path("host")) + " as " + known(runner.path("user"))
                : known(runner);
    }

    private static String lock(JsonNode lock) {
        JsonNode end = lock.path("released");
        return known(lock.path("kind")) + " " + known(lock.path("name")) + " from " + known(lock.path("acquired"))
                + (end.isTextual() ? " until " + end.asText() : ", kept")
                + (lock.path("backendLockId").isTextual()
                        ? ", backend's lock " + lock.path("backendLockId").asText()
                        : "");
    }

    private static String later(Change about) {
        JsonNode order = document(about);
        String what = order.has("reviewOf")
                ? "reviewed by " + person(order) + ": " + known(order.path("review"))
                : "its lock was broken by " + person(order) + ", " + chosen(order);
        return known(order.path("at")) + " " + what
                + (about.problems().isEmpty()
                        ? " (record " + about.record() + ")"
                        : " (record " + about.record() + " is NOT VERIFIED: " + String.join("; ", about.problems())
                                + ")");
    }

    private static String person(JsonNode order) {
        return known(order.path("by")) + (order.path("authenticated").asBoolean(false) ? "" : " (not authenticated)");
    }

    /** The choice of a person, or the policies that were overridden and so gave the stack back. */
    private static String chosen(JsonNode order) {
        String choice = order.path("choice").isTextual() ? order.path("choice").asText() : "not said";
        String overridden = order.path("overrides")
                .valueStream()
                .map(o -> known(o.path("policy")))
                .collect(Collectors.joining(", "));
        return (overridden.isEmpty() ? "choice " + choice : "override of " + overridden) + ": "
                + known(order.path("reason"));
    }

    private static String unlocked(JsonNode order) {
        return "the lock of run " + known(order.path("lockOf"))
                + (order.path("frozenBecause").isTextual()
                        ? ", which ended as " + order.path("frozenBecause").asText()
                        : "")
                + ", by " + person(order) + ", " + chosen(order);
    }

    private static String known(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asText() : "unknown";
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("%-9s %s%n".formatted(name, Change.printable(value)));
    }
}
