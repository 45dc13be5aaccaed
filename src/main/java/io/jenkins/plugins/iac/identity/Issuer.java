package io.jenkins.plugins.iac.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jwk.JWK;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.util.List;

/** Mints tokens, and only for what {@link IssuingDecision} allows. Safe for several threads. */
public final class Issuer {
    private final IssuerUrl url;
    private final IssuerKeys keys;

    public Issuer(IssuerUrl url, IssuerKeys keys) {
        this.url = url;
        this.keys = keys;
    }

    public IssuerUrl url() {
        return url;
    }

    public IssuerKeys keys() {
        return keys;
    }

    /**
     * A token for a run, now. The caller records {@link Token#session()} before it gives the token to anybody.
     *
     * @throws IacException of kind REFUSED with every condition that does not hold
     */
    public Token issue(IssueFacts facts) {
        IssuingDecision decision = IssuingDecision.of(facts);
        if (!decision.issued() || !url.equals(facts.issuer())) {
            throw refused(facts, decision.failures());
        }
        return sign(TokenClaims.of(
                facts.contract(), facts.identity(), facts.operation(), facts.approvers(), url, facts.now()));
    }

    private Token sign(TokenClaims claims) {
        synchronized (keys) {
            IssuerKey key = keys.signing();
            JWK half = keys.signer();
            JWSHeader header = new JWSHeader.Builder(key.algorithm().jws())
                    .type(JOSEObjectType.JWT)
                    .keyID(key.kid())
                    .build();
            try {
                JWSObject token = new JWSObject(header, new Payload(claims.map()));
                token.sign(key.algorithm().signer(half));
                return new Token(token.serialize(), claims, key.kid());
            } catch (JOSEException e) {
                throw new IllegalStateException("signing with a key of our own", e);
            }
        }
    }

    private static IacException refused(IssueFacts facts, List<Condition> failures) {
        Condition first = failures.isEmpty()
                ? Condition.failed("identity.issuer", "this issuer", String.valueOf(facts.issuer()), "start a new run")
                : failures.get(0);
        return new IacException(
                IacException.Kind.REFUSED,
                new Problem(
                        "issuing an identity for " + facts.operation(),
                        "run " + facts.run(),
                        first.rule() + " is " + first.found(),
                        first.expected(),
                        first.message()),
                failures,
                null);
    }
}
