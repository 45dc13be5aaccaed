package io.jenkins.plugins.iac.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.time.Instant;

/**
 * The public half of a key of the issuer, with its life: published first, signing later, then retired but still published
 * for as long as tokens of it may live, then history.
 *
 * @param kid RFC 7638 thumbprint, SHA-256, base64url without padding
 * @param jwk the public key as a JWK with {@code kty}, {@code kid}, {@code use}, {@code alg}
 * @param created first instant at which it was published, UTC
 * @param signedFrom first instant at which it could sign, or null while it waits for that
 * @param retired first instant at which it no longer signed, or null
 * @param revoked instant from which nobody shall believe it any more, or null
 */
public record IssuerKey(
        String kid,
        TokenAlgorithm algorithm,
        ObjectNode jwk,
        Instant created,
        Instant signedFrom,
        Instant retired,
        Instant revoked) {

    public IssuerKey {
        jwk = jwk.deepCopy();
    }

    /** Where a key stands in its life. */
    public enum Stage {
        /** Published, so that verifiers know it before it signs. */
        NEXT,
        SIGNING,
        /** Signs no more; still published, because tokens of it may be alive. */
        RETIRED,
        /** No longer published. */
        HISTORY,
        /** Taken out at once, because somebody else may have it. */
        REVOKED
    }

    /** The stage at an instant. */
    public Stage stage(Instant now) {
        if (revoked != null) {
            return Stage.REVOKED;
        }
        if (retired != null) {
            return now.isBefore(retired.plus(IssuerKeys.OVERLAP)) ? Stage.RETIRED : Stage.HISTORY;
        }
        return signedFrom == null ? Stage.NEXT : Stage.SIGNING;
    }

    /** Whether verifiers are given this key at an instant. */
    public boolean isPublished(Instant now) {
        Stage stage = stage(now);
        return stage != Stage.HISTORY && stage != Stage.REVOKED;
    }

    @Override
    public ObjectNode jwk() {
        return jwk.deepCopy();
    }

    IssuerKey signingFrom(Instant instant) {
        return new IssuerKey(kid, algorithm, jwk, created, instant, null, null);
    }

    IssuerKey retiredAt(Instant instant) {
        return new IssuerKey(kid, algorithm, jwk, created, signedFrom, instant, revoked);
    }

    IssuerKey revokedAt(Instant instant) {
        return new IssuerKey(kid, algorithm, jwk, created, signedFrom, retired == null ? instant : retired, instant);
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("kid", kid).put("alg", algorithm.name());
        json.set("jwk", jwk.deepCopy());
        json.put("created", created.toString());
        json.put("signedFrom", text(signedFrom));
        json.put("retired", text(retired));
        json.put("revoked", text(revoked));
        return json;
    }

    static IssuerKey ofJson(JsonNode json) {
        return new IssuerKey(
                json.path("kid").asText(),
                TokenAlgorithm.valueOf(json.path("alg").asText()),
                (ObjectNode) json.path("jwk"),
                Instant.parse(json.path("created").asText()),
                instant(json.path("signedFrom")),
                instant(json.path("retired")),
                instant(json.path("revoked")));
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static Instant instant(JsonNode node) {
        return node.isTextual() ? Instant.parse(node.asText()) : null;
    }
}
