package io.jenkins.plugins.iac.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** A private Ed25519 key and its public half. Signatures are the 64 bytes of RFC 8032. */
public final class SigningKey {
    private final PrivateKey privateKey;
    private final VerifyingKey publicKey;

    SigningKey(PrivateKey privateKey, VerifyingKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    public VerifyingKey publicKey() {
        return publicKey;
    }

    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with an Ed25519 key of our own", e);
        }
    }
}
