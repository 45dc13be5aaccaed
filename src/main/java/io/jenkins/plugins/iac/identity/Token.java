package io.jenkins.plugins.iac.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.time.Instant;

/**
 * A token that was minted. {@link #value()} is the secret; everything else may be recorded, and {@link #session()} is what is.
 */
public final class Token {
    private final String value;
    private final TokenClaims claims;
    private final String kid;

    Token(String value, TokenClaims claims, String kid) {
        this.value = value;
        this.claims = claims;
        this.kid = kid;
    }

    /** The compact JWS, a secret until it expires. */
    public String value() {
        return value;
    }

    public String id() {
        return claims.id();
    }

    public String kid() {
        return kid;
    }

    public String subject() {
        return claims.subject();
    }

    public Instant issuedAt() {
        return claims.issuedAt();
    }

    public Instant expiresAt() {
        return claims.expiresAt();
    }

    /** When a client should have the next one: two thirds of the life are over. */
    public Instant renewAt() {
        long life = claims.expiresAt().getEpochSecond() - claims.issuedAt().getEpochSecond();
        return claims.issuedAt().plusSeconds(life * 2 / 3);
    }

    /** For journal and evidence: everything but the token. {@code kid} of the header stands among the claims. */
    public ObjectNode session() {
        ObjectNode session = Json.object();
        session.put("identity", claims.identity());
        session.put("operation", claims.operation().id());
        session.put("tokenId", claims.id());
        session.put("issuer", claims.issuer());
        session.put("subject", claims.subject());
        session.put("audience", claims.audience());
        session.put("role", claims.role());
        session.put("issuedAt", claims.issuedAt().toString());
        session.put("expiresAt", claims.expiresAt().toString());
        ObjectNode said = claims.json();
        said.put("kid", kid);
        session.set("claims", said);
        return session;
    }

    /** Never the token itself: this ends up in logs. */
    @Override
    public String toString() {
        return "token " + claims.id() + " for " + claims.subject();
    }
}
