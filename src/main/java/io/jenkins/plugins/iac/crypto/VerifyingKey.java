package io.jenkins.plugins.iac.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public Ed25519 key with the time in which it signed.
 *
 * @param keyid RFC 7638 thumbprint (SHA-256, base64url without padding) of the key as a JWK
 * @param raw the 32 bytes of RFC 8032
 * @param created first instant of use, UTC
 * @param retired first instant at which it no longer signed, or null while it does
 */
public record VerifyingKey(String keyid, byte[] raw, Instant created, Instant retired) {
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    public VerifyingKey {
        if (raw.length != 32) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes, found " + raw.length);
        }
        raw = raw.clone();
    }

    static VerifyingKey of(byte[] raw, Instant created, Instant retired) {
        return new VerifyingKey(thumbprint(raw), raw, created, retired);
    }

    static byte[] rawOf(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    /** RFC 7638 with the members of RFC 8037: crv, kty, x in this order. */
    static String thumbprint(byte[] raw) {
        String jwk = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + URL.encodeToString(raw) + "\"}";
        return URL.encodeToString(Sha256.of(jwk).bytes());
    }

    @Override
    public byte[] raw() {
        return raw.clone();
    }

    /** The same key, no longer signing from this instant on. */
    VerifyingKey retiredAt(Instant instant) {
        return new VerifyingKey(keyid, raw, created, instant);
    }

    /** Whether this key was signing at an instant; both ends count, because clocks of records have seconds. */
    public boolean wasActiveAt(Instant instant) {
        return !instant.isBefore(created.minusSeconds(1))
                && (retired == null || !instant.isAfter(retired.plusSeconds(1)));
    }

    /** Whether the signature is this key's over the message; malformed signatures are simply not. */
    public boolean verify(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(publicKey());
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private PublicKey publicKey() throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki()));
    }

    private byte[] spki() {
        byte[] encoded = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + 32);
        System.arraycopy(raw, 0, encoded, SPKI_PREFIX.length, 32);
        return encoded;
    }

    /** SubjectPublicKeyInfo in PEM, as other people's verifiers read it. */
    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(spki()) + "\n-----END PUBLIC KEY-----\n";
    }

    /** The key as a JWK (RFC 8037) with {@code created} and {@code retired} beside the standard members. */
    public ObjectNode jwk() {
        ObjectNode jwk = Json.object();
        jwk.put("kty", "OKP").put("crv", "Ed25519").put("x", URL.encodeToString(raw));
        jwk.put("kid", keyid).put("use", "sig").put("alg", "EdDSA");
        jwk.put("created", created.toString());
        if (retired != null) {
            jwk.put("retired", retired.toString());
        }
        return jwk;
    }

    /**
     * Reads what {@link #jwk()} wrote. The {@code kid} is recomputed, never believed.
     *
     * @throws IllegalArgumentException if it is no Ed25519 JWK, or its kid is not its thumbprint
     */
    public static VerifyingKey ofJwk(JsonNode jwk) {
        if (!"OKP".equals(jwk.path("kty").asText())
                || !"Ed25519".equals(jwk.path("crv").asText())) {
            throw new IllegalArgumentException("expected a key with kty OKP and crv Ed25519");
        }
        byte[] raw = Base64.getUrlDecoder().decode(jwk.path("x").asText());
        VerifyingKey key = of(raw, instant(jwk, "created", Instant.EPOCH), instant(jwk, "retired", null));
        String kid = jwk.path("kid").asText(key.keyid());
        if (!kid.equals(key.keyid())) {
            throw new IllegalArgumentException("kid " + kid + " is not the thumbprint " + key.keyid());
        }
        return key;
    }

    private static Instant instant(JsonNode jwk, String member, Instant absent) {
        if (!jwk.hasNonNull(member)) {
            return absent;
        }
        try {
            return Instant.parse(jwk.get(member).asText());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    member + " is not an instant: " + jwk.get(member).asText(), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey key && Arrays.equals(raw, key.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return keyid;
    }
}
