package io.jenkins.plugins.iac.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Cloud;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.TokenSubject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a token says. Taken from the signed contract, the catalog's identity and the approvals of the run; nothing of a
 * build's environment or script can reach it.
 *
 * @param json all claims
 */
record TokenClaims(
        String id,
        String issuer,
        String subject,
        String audience,
        String identity,
        String role,
        Operation operation,
        Instant issuedAt,
        Instant expiresAt,
        ObjectNode json) {
    static final List<String> NAMES = List.of(
            "iss",
            "sub",
            "aud",
            "exp",
            "nbf",
            "iat",
            "jti",
            "sub_exact",
            "stack",
            "environment",
            "operation",
            "run_id",
            "repository",
            "commit",
            "ref",
            "source",
            "actor",
            "pool",
            "plan_digest",
            "approvers");

    /** Clocks of clouds may be a little behind ours. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    TokenClaims {
        json = json.deepCopy();
    }

    /**
     * Claims of a new token; the life is the identity's, and never longer than the contract's.
     *
     * @throws IacException of kind BAD_INPUT if the cloud could not take the subject
     */
    static TokenClaims of(
            Contract contract,
            Identity identity,
            Operation operation,
            List<String> approvers,
            IssuerUrl issuer,
            Instant now) {
        Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
        Duration life = identity.lifetime().compareTo(IssuerKeys.LONGEST_TOKEN) > 0
                ? IssuerKeys.LONGEST_TOKEN
                : identity.lifetime();
        Instant expires = issued.plus(life);
        if (expires.isAfter(contract.expiresAt())) {
            expires = contract.expiresAt().truncatedTo(ChronoUnit.SECONDS);
        }
        TokenSubject about = new TokenSubject(contract.stack(), identity.environment(), operation);
        String subject = subject(about, identity);
        ObjectNode json = Json.object();
        json.put("iss", issuer.value()).put("sub", subject).put("aud", identity.audience());
        json.put("exp", expires.getEpochSecond());
        json.put("nbf", issued.minus(SKEW).getEpochSecond());
        json.put("iat", issued.getEpochSecond());
        String id = UUID.randomUUID().toString();
        json.put("jti", id);
        json.put("sub_exact", about.exact());
        json.put("stack", about.stack().value());
        json.put("environment", about.environment());
        json.put("operation", operation.id());
        json.put("run_id", contract.run());
        json.put("source", contract.source().kind().id());
        optional(json, "repository", contract.source().repository());
        optional(json, "commit", contract.source().commit());
        optional(json, "ref", contract.source().ref());
        optional(json, "actor", contract.source().actor());
        optional(json, "pool", contract.pool());
        if (contract.planDigest() != null) {
            json.put("plan_digest", contract.planDigest().toString());
            json.set("approvers", Json.tree(List.copyOf(approvers)));
        }
        return new TokenClaims(
                id,
                issuer.value(),
                subject,
                identity.audience(),
                identity.name(),
                identity.role(),
                operation,
                issued,
                expires,
                json);
    }

    private static void optional(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static String subject(TokenSubject about, Identity identity) {
        String form = identity.parameters().getOrDefault(Cloud.Setting.SUBJECT, Cloud.Setting.READABLE);
        if (form.equals(Cloud.Setting.EXACT)) {
            return about.exact();
        }
        boolean known = form.equals(Cloud.Setting.READABLE);
        int length = about.readable().length();
        boolean fits =
                Cloud.of(identity.cloud()).map(c -> c.takesSubjectOf(length)).orElse(true);
        if (!known || !fits) {
            throw IacException.badInput(
                    "writing the subject of a token",
                    "identity " + identity.name() + ", stack " + about.stack(),
                    known ? "a subject of " + length + " characters" : "the form '" + form + "'",
                    known ? "at most " + Cloud.GOOGLE_SUBJECT + " characters for Google" : "readable or exact",
                    "set parameters.subject of the identity to exact");
        }
        return about.readable();
    }

    @Override
    public ObjectNode json() {
        return json.deepCopy();
    }

    Map<String, Object> map() {
        return Json.mapper().convertValue(json, new com.fasterxml.jackson.core.type.TypeReference<>() {});
    }
}
