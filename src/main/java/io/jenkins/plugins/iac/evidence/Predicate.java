package io.jenkins.plugins.iac.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * Builds the predicate of a run, version 1, frozen: every member is always there, {@code null} or empty where it has no
 * value; times are ISO 8601 in UTC; digests are {@code sha256:} and 64 hex digits. Not for several threads.
 */
public final class Predicate {
    /** Members of {@code source}, {@code context} and {@code votes}; absent ones become null, others are refused. */
    static final List<String> SOURCE = List.of(
            "kind",
            "repository",
            "commit",
            "ref",
            "request",
            "actor",
            "author",
            "trigger",
            "commitSigned",
            "commitVerified");

    static final List<String> CONTEXT = List.of(
            "directory",
            "workspace",
            "backend",
            "pool",
            "runner",
            "runnerImage",
            "tool",
            "toolVersion",
            "toolSha256",
            "lockFile",
            "modules",
            "policyBundle",
            "identity",
            "stateLockId",
            "environmentVariables",
            "approvers");
    static final List<String> VOTE = List.of(
            "user", "decision", "digest", "time", "authenticated", "recordedBy", "counted", "requirements", "because");
    /** Members of a vote that only those have that say them: the form of a vote without them stays as it was. */
    static final List<String> SAID = List.of("via", "comment", "signed");
    /** Of the envelope in which the controller signs a vote when it is cast. */
    public static final String VOTE_TYPE = "application/vnd.iac-runners.vote+json";

    static final List<String> REQUIREMENT = List.of("name", "teams", "count", "because");
    static final List<String> SESSION = List.of(
            "identity",
            "operation",
            "tokenId",
            "issuer",
            "subject",
            "audience",
            "role",
            "issuedAt",
            "expiresAt",
            "claims");
    static final List<String> LOCK =
            List.of("kind", "name", "token", "acquired", "released", "brokenBy", "reason", "backendLockId");
    static final List<String> STATE = List.of("lineage", "serial", "digest");
    static final List<String> MEMBERS = List.of(
            "run",
            "operation",
            "stack",
            "environment",
            "outcome",
            "sealedAt",
            "source",
            "request",
            "context",
            "plan",
            "policies",
            "approvals",
            "identitySessions",
            "locks",
            "receipts",
            "applied",
            "verification",
            "state",
            "logs",
            "lifecycle",
            "incidents");

    private final ObjectNode predicate = Json.object();

    /**
     * @param outcome the state in which the run ended, before {@code sealed}
     * @param sealedAt when the statement is signed
     */
    public Predicate(String run, String operation, String stack, String environment, String outcome, Instant sealedAt) {
        predicate.put("run", Objects.requireNonNull(run, "run"));
        predicate.put("operation", Objects.requireNonNull(operation, "operation"));
        predicate.put("stack", Objects.requireNonNull(stack, "stack"));
        predicate.put("environment", environment);
        predicate.put("outcome", Objects.requireNonNull(outcome, "outcome"));
        predicate.put("sealedAt", time(sealedAt));
        predicate.set("source", filled("source", Json.object(), SOURCE));
        predicate.putNull("request");
        predicate.set("context", filled("context", Json.object(), CONTEXT));
        predicate.putNull("plan");
        predicate.putArray("policies");
        ObjectNode approvals = predicate.putObject("approvals");
        approvals.putArray("required");
        approvals.putArray("votes");
        predicate.putArray("identitySessions");
        predicate.putArray("locks");
        predicate.putArray("receipts");
        predicate.putNull("applied");
        predicate.putNull("verification");
        predicate.putObject("state").putNull("before").putNull("after");
        predicate.putArray("logs");
        predicate.putArray("lifecycle");
        predicate.putArray("incidents");
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Where the code came from and who asked; members {@link #SOURCE}. */
    public Predicate source(ObjectNode source) {
        predicate.set("source", filled("source", source, SOURCE));
        return this;
    }

    /** The request that was refused before there was a contract; its digest is over its RFC 8785 form. */
    public Predicate refusedRequest(ObjectNode document) {
        request("refused", document, CanonicalJson.hash(document)).putNull("signature");
        return this;
    }

    /**
     * The signed contract.
     *
     * @param document the contract; the envelope's payload must be its RFC 8785 form
     */
    public Predicate contract(ObjectNode document, Dsse signed) {
        Sha256 digest = CanonicalJson.hash(document);
        if (!digest.equals(Sha256.of(signed.payload()))) {
            throw new IllegalArgumentException("the contract's envelope signs other bytes than the contract's");
        }
        request("contract", document, digest)
                .putObject("signature")
                .put("payloadType", signed.payloadType())
                .put("keyid", signed.keyid())
                .put("sig", Base64.getEncoder().encodeToString(signed.signature()));
        return this;
    }

    private ObjectNode request(String kind, ObjectNode document, Sha256 digest) {
        ObjectNode request = predicate.putObject("request").put("kind", kind).put("digest", digest.toString());
        request.set("document", document.deepCopy());
        return request;
    }

    /** Where and with what it ran; members {@link #CONTEXT}. */
    public Predicate context(ObjectNode context) {
        predicate.set("context", filled("context", context, CONTEXT));
        return this;
    }

    /**
     * The plan that was made.
     *
     * @param parts all parts of the digest; the digest is the hash of their RFC 8785 form
     * @param summary counts, destructive changes, risk; redacted
     */
    public Predicate plan(Sha256 digest, ObjectNode parts, ObjectNode summary) {
        ObjectNode plan = predicate.putObject("plan").put("digest", digest.toString());
        plan.set("parts", parts.deepCopy());
        plan.set("summary", summary.deepCopy());
        return this;
    }

    /** One policy decision, at any of the policy points. */
    public Predicate policy(ObjectNode decision) {
        predicate.withArray("policies").add(decision.deepCopy());
        return this;
    }

    /** What had to be approved; members {@link #REQUIREMENT}. */
    public Predicate requirement(ObjectNode requirement) {
        approvals("required").add(filled("requirement", requirement, REQUIREMENT));
        return this;
    }

    /**
     * A vote, counted or not; members {@link #VOTE}: {@code decision} is {@code approve} or {@code reject},
     * {@code requirements} names those that it counts for.
     */
    public Predicate vote(ObjectNode vote) {
        ObjectNode known = vote.deepCopy();
        ObjectNode said = Json.object();
        for (String member : SAID) {
            JsonNode value = known.remove(member);
            if (value != null) {
                said.set(member, value);
            }
        }
        ObjectNode whole = filled("vote", known, VOTE);
        whole.setAll(said);
        approvals("votes").add(whole);
        return this;
    }

    private ArrayNode approvals(String member) {
        return (ArrayNode) predicate.path("approvals").path(member);
    }

    /** A token that was issued; members {@link #SESSION}; never the token. */
    public Predicate identitySession(ObjectNode session) {
        predicate.withArray("identitySessions").add(filled("identity session", session, SESSION));
        return this;
    }

    /** A lock that was held; members {@link #LOCK}. */
    public Predicate lock(ObjectNode lock) {
        predicate.withArray("locks").add(filled("lock", lock, LOCK));
        return this;
    }

    /** What an agent said of itself, and the verdict. */
    public Predicate receipt(ObjectNode receipt) {
        predicate.withArray("receipts").add(receipt.deepCopy());
        return this;
    }

    /**
     * The apply, as soon as it may have begun.
     *
     * @param digest digest of the plan as it was measured at the door
     * @param ended when it ended, or null where that is unknown
     * @param outcome {@code applied}, {@code apply_failed} or {@code apply_unknown}
     */
    public Predicate applied(Sha256 digest, Instant started, Instant ended, String outcome) {
        predicate
                .putObject("applied")
                .put("digest", digest.toString())
                .put("started", time(started))
                .put("ended", ended == null ? null : time(ended))
                .put("outcome", outcome);
        return this;
    }

    public Predicate verification(ObjectNode verification) {
        predicate.set("verification", verification.deepCopy());
        return this;
    }

    /** The state before the run; members {@link #STATE}. */
    public Predicate stateBefore(ObjectNode state) {
        ((ObjectNode) predicate.path("state")).set("before", filled("state", state, STATE));
        return this;
    }

    /** The state after the run; members {@link #STATE}. */
    public Predicate stateAfter(ObjectNode state) {
        ((ObjectNode) predicate.path("state")).set("after", filled("state", state, STATE));
        return this;
    }

    /** A log that was kept, by name. */
    public Predicate log(String name, Sha256 digest) {
        predicate.withArray("logs").addObject().put("name", name).put("digest", digest.toString());
        return this;
    }

    /** A step of the lifecycle, in order. */
    public Predicate step(String state, Instant at) {
        predicate.withArray("lifecycle").addObject().put("state", state).put("time", time(at));
        return this;
    }

    /** Something that should not have happened and was refused or noticed: an illegal step, a removed file. */
    public Predicate incident(String what, Instant at) {
        predicate.withArray("incidents").addObject().put("what", what).put("time", time(at));
        return this;
    }

    /**
     * The predicate.
     *
     * @throws IllegalStateException if the request was not given
     */
    public ObjectNode build() {
        if (predicate.path("request").isNull()) {
            throw new IllegalStateException("evidence names the contract or the refused request, always");
        }
        return predicate.deepCopy();
    }

    private static ObjectNode filled(String what, ObjectNode given, List<String> members) {
        ObjectNode filled = Json.object();
        for (String member : members) {
            JsonNode value = given.get(member);
            filled.set(member, value == null ? Json.mapper().nullNode() : value.deepCopy());
        }
        given.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                throw new IllegalArgumentException(what + " has no member " + name + "; it has " + members);
            }
        });
        return filled;
    }
}
