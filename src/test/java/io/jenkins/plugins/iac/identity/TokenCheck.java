package io.jenkins.plugins.iac.identity;

import java.time.InstantSource;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;

/** How a cloud looks at a token of ours: with jose4j, and keys that it fetches over HTTP. */
final class TokenCheck {
    private final String issuer;
    private final InstantSource clock;

    TokenCheck(String issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** The claims; throws what is wrong with the token. */
    JwtClaims claims(String token, String audience) throws InvalidJwtException {
        // A new client each time: no copy of older keys.
        return new JwtConsumerBuilder()
                .setRequireExpirationTime()
                .setRequireJwtId()
                .setExpectedIssuer(issuer)
                .setExpectedAudience(audience)
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "RS256")
                .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(new HttpsJwks(issuer + "/jwks.json")))
                .build()
                .processToClaims(token);
    }
}
