package io.jenkins.plugins.iac.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges whether a predicate agrees with itself: what it says of digests, votes and the apply must follow from what else
 * it says. A genuine signature over a statement that contradicts itself is no proof of anything.
 */
final class PredicateCheck {
    private static final Set<String> APPLIED = Set.of("applied", "apply_failed", "apply_unknown");
    /** What follows where the worker proved that it started nothing of an apply that was announced. */
    private static final Set<String> NOT_STARTED = Set.of("refused", "apply_queued");

    private final JsonNode predicate;
    private final Map<String, Sha256> subjects = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private PredicateCheck(JsonNode predicate) {
        this.predicate = predicate;
    }

    /** What is wrong, one sentence each; empty where all agrees. */
    static List<String> check(Statement statement, PublicKeys keys) {
        PredicateCheck check = new PredicateCheck(statement.predicate());
        if (check.hasItsMembers()) {
            check.subjects(statement.subjects());
            check.request(keys);
            check.plan();
            check.applied();
            check.votes();
            check.signedVotes(keys);
            check.state();
        }
        return check.problems;
    }

    private boolean hasItsMembers() {
        for (String member : Predicate.MEMBERS) {
            if (!predicate.has(member)) {
                problems.add("the predicate has no " + member);
            }
        }
        for (String member : List.of("run", "operation", "stack", "outcome", "sealedAt")) {
            expect(predicate.path(member).isTextual(), member + " is " + predicate.path(member) + ", expected text");
        }
        for (String member : List.of("source", "request", "context", "approvals", "state")) {
            expect(predicate.path(member).isObject(), member + " is no object");
        }
        for (String member : List.of("policies", "identitySessions", "locks", "receipts", "logs", "lifecycle")) {
            expect(predicate.path(member).isArray(), member + " is no list");
        }
        expect(predicate.path("approvals").path("required").isArray(), "approvals.required is no list");
        expect(predicate.path("approvals").path("votes").isArray(), "approvals.votes is no list");
        return problems.isEmpty();
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }

    private void subjects(List<Subject> named) {
        for (Subject subject : named) {
            expect(subjects.put(subject.name(), subject.digest()) == null, "two subjects are named " + subject.name());
        }
        Sha256 plan = subjects.get(Subject.PLAN);
        Optional<Sha256> planFile = digest(predicate.path("plan").path("parts").path("planFile"));
        expect(
                plan == null || planFile.isPresent() && planFile.get().equals(plan),
                "the subject plan is " + plan + ", the plan's part planFile is "
                        + planFile.map(Sha256::toString).orElse("not there"));
    }

    private void request(PublicKeys keys) {
        JsonNode request = predicate.path("request");
        Sha256 document = CanonicalJson.hash(request.path("document"));
        String digest = request.path("digest").asText();
        expect(
                document.toString().equals(digest),
                "request.digest is " + digest + ", its document hashes to " + document);
        Sha256 subject = subjects.get(Subject.REQUEST);
        expect(
                subject != null && subject.toString().equals(digest),
                "the subject request is " + subject + ", request.digest is " + digest);
        JsonNode signature = request.path("signature");
        String kind = request.path("kind").asText();
        if (kind.equals("contract")) {
            expect(signed(request.path("document"), signature, keys), "the contract's signature does not fit");
        } else {
            expect(
                    kind.equals("refused") && signature.isNull(),
                    "request.kind is " + kind + ", expected contract or refused");
            expect(
                    predicate.path("plan").isNull() && predicate.path("applied").isNull(),
                    "a refused request has a plan or an apply");
        }
    }

    private static boolean signed(JsonNode document, JsonNode signature, PublicKeys keys) {
        try {
            return new Dsse(
                            signature.path("payloadType").asText(),
                            CanonicalJson.bytes(document),
                            signature.path("keyid").asText(),
                            Base64.getDecoder().decode(signature.path("sig").asText()))
                    .verify(keys);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void plan() {
        JsonNode plan = predicate.path("plan");
        if (plan.isNull()) {
            return;
        }
        String digest = plan.path("digest").asText();
        JsonNode parts = plan.path("parts");
        Sha256 hash = CanonicalJson.hash(parts);
        expect(
                parts.isObject() && hash.toString().equals(digest),
                "plan.digest is " + digest + ", its parts hash to " + hash);
        same("stack", parts.path("stack"), predicate.path("stack"));
        same("commit", parts.path("commit"), predicate.path("source").path("commit"));
    }

    private void same(String name, JsonNode part, JsonNode elsewhere) {
        expect(
                part.equals(elsewhere),
                "the plan's part " + name + " is " + part + ", the run's " + name + " is " + elsewhere);
    }

    private void applied() {
        JsonNode applied = predicate.path("applied");
        JsonNode steps = predicate.path("lifecycle");
        boolean reached = false;
        for (int i = 0; i < steps.size(); i++) {
            String state = steps.path(i).path("state").asText();
            boolean begun = state.equals("applying")
                    && !NOT_STARTED.contains(steps.path(i + 1).path("state").asText());
            reached = reached || begun || APPLIED.contains(state);
        }
        expect(
                reached == applied.isObject(),
                reached
                        ? "the lifecycle reached applying, but applied is not there"
                        : "applied is there, but the lifecycle never reached applying");
        if (applied.isObject()) {
            String digest = applied.path("digest").asText();
            String approved = predicate.path("plan").path("digest").asText("not there");
            expect(digest.equals(approved), "the applied plan is " + digest + ", the approved plan is " + approved);
        }
    }

    /** Votes that count name this plan, are not the requester's, and make up each requirement of an apply. */
    private void votes() {
        String digest = predicate.path("plan").path("digest").asText("not there");
        JsonNode actor = predicate.path("source").path("actor");
        Map<String, Set<String>> approvers = new HashMap<>();
        for (JsonNode vote : predicate.path("approvals").path("votes")) {
            if (!vote.path("counted").asBoolean()
                    || !vote.path("decision").asText().equals("approve")) {
                continue;
            }
            String user = vote.path("user").asText();
            String named = vote.path("digest").asText();
            expect(named.equals(digest), "the approval by " + user + " names " + named + ", the plan is " + digest);
            expect(
                    vote.path("user").isTextual() && !vote.path("user").equals(actor),
                    "the approval by " + user + " is the requester's own");
            for (JsonNode requirement : vote.path("requirements")) {
                approvers
                        .computeIfAbsent(requirement.asText(), r -> new HashSet<>())
                        .add(user);
            }
        }
        if (predicate.path("applied").isObject()) {
            for (JsonNode required : predicate.path("approvals").path("required")) {
                String name = required.path("name").asText();
                int counted = approvers.getOrDefault(name, Set.of()).size();
                int needed = required.path("count").asInt(Integer.MAX_VALUE);
                expect(
                        counted >= needed,
                        "applied with " + counted + " approvals for " + name + ", which needs " + needed);
            }
        }
    }

    /** Where the controller signed a vote when it was cast, that says the same as the vote does here, of this run. */
    private void signedVotes(PublicKeys keys) {
        for (JsonNode vote : predicate.path("approvals").path("votes")) {
            if (vote.hasNonNull("signed")) {
                expect(
                        isSigned(vote, keys),
                        "what the controller signed of the vote by "
                                + vote.path("user").asText() + " is not this vote, or the signature does not fit");
            }
        }
    }

    private boolean isSigned(JsonNode vote, PublicKeys keys) {
        try {
            Dsse signed = Dsse.ofJson(vote.path("signed"));
            JsonNode document = Json.parse(new String(signed.payload(), StandardCharsets.UTF_8));
            return signed.payloadType().equals(Predicate.VOTE_TYPE)
                    && signed.verify(keys)
                    && document.path("run").equals(predicate.path("run"))
                    && document.path("at").equals(vote.path("time"))
                    && List.of("user", "decision", "digest", "authenticated", "comment", "via").stream()
                            .allMatch(m -> document.path(m).equals(vote.path(m)));
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return false;
        }
    }

    private void state() {
        JsonNode before = predicate.path("state").path("before");
        JsonNode after = predicate.path("state").path("after");
        Sha256 subject = subjects.get(Subject.STATE);
        Optional<Sha256> kept = digest((after.isObject() ? after : before).path("digest"));
        expect(
                subject == null || kept.isPresent() && kept.get().equals(subject),
                "the subject state is " + subject + ", the state's digest is "
                        + kept.map(Sha256::toString).orElse("not there"));
        JsonNode planned = predicate.path("plan").path("parts").path("stateSerial");
        if (predicate.path("applied").isObject() && before.path("serial").isNumber()) {
            expect(
                    planned.isNumber()
                            && planned.asLong() == before.path("serial").asLong(),
                    "applied to state serial " + before.path("serial") + ", the plan was made for " + planned);
        }
    }

    private static Optional<Sha256> digest(JsonNode text) {
        try {
            return text.isTextual() ? Optional.of(Sha256.parse(text.asText())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
