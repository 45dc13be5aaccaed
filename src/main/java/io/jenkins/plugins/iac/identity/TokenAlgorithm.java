package io.jenkins.plugins.iac.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

/** How tokens are signed. RS256 is what every cloud takes; ES256 is there for those that take it. */
public enum TokenAlgorithm {
    RS256(JWSAlgorithm.RS256) {
        @Override
        JWK generate() throws JOSEException {
            return new RSAKeyGenerator(2048).generate();
        }

        @Override
        JWSSigner signer(JWK key) throws JOSEException {
            return new RSASSASigner(key.toRSAKey());
        }
    },
    ES256(JWSAlgorithm.ES256) {
        @Override
        JWK generate() throws JOSEException {
            return new ECKeyGenerator(Curve.P_256).generate();
        }

        @Override
        JWSSigner signer(JWK key) throws JOSEException {
            return new ECDSASigner(key.toECKey());
        }
    };

    private final JWSAlgorithm jws;

    TokenAlgorithm(JWSAlgorithm jws) {
        this.jws = jws;
    }

    JWSAlgorithm jws() {
        return jws;
    }

    abstract JWK generate() throws JOSEException;

    abstract JWSSigner signer(JWK key) throws JOSEException;
}
