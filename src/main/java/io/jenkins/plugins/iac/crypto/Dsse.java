package io.jenkins.plugins.iac.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A Dead Simple Signing Envelope, version 1 of its protocol, with one Ed25519 signature.
 *
 * @param payloadType media type of the payload
 * @param payload the bytes that are signed, as they are
 * @param keyid RFC 7638 thumbprint of the key; a hint, the signature decides
 */
public record Dsse(String payloadType, byte[] payload, String keyid, byte[] signature) {

    public static Dsse sign(String payloadType, byte[] payload, SigningKey key) {
        return new Dsse(
                payloadType,
                payload.clone(),
                key.publicKey().keyid(),
                key.sign(preAuthenticationEncoding(payloadType, payload)));
    }

    /** Whether one of these keys made the signature over type and payload. */
    public boolean verify(PublicKeys keys) {
        return keys.find(keyid)
                .map(k -> k.verify(preAuthenticationEncoding(payloadType, payload), signature))
                .orElse(false);
    }

    /** Whether {@code envelope} is one over exactly this by one of these keys; no for whatever cannot be read. */
    public static boolean holds(JsonNode envelope, String payloadType, byte[] payload, PublicKeys keys) {
        try {
            Dsse signed = ofJson(envelope);
            return signed.payloadType.equals(payloadType)
                    && Arrays.equals(signed.payload, payload)
                    && signed.verify(keys);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public ObjectNode json() {
        ObjectNode envelope = Json.object();
        envelope.put("payloadType", payloadType);
        envelope.put("payload", Base64.getEncoder().encodeToString(payload));
        envelope.withArray("signatures")
                .addObject()
                .put("keyid", keyid)
                .put("sig", Base64.getEncoder().encodeToString(signature));
        return envelope;
    }

    /**
     * Reads an envelope.
     *
     * @throws IllegalArgumentException if a member is missing, is not base64, or there is not exactly one signature
     */
    public static Dsse ofJson(JsonNode envelope) {
        JsonNode signatures = envelope.path("signatures");
        if (!envelope.path("payloadType").isTextual()
                || !envelope.path("payload").isTextual()
                || !signatures.isArray()
                || signatures.size() != 1
                || !signatures.get(0).path("keyid").isTextual()
                || !signatures.get(0).path("sig").isTextual()) {
            throw new IllegalArgumentException(
                    "expected an envelope with payloadType, payload and one signature with keyid and sig");
        }
        return new Dsse(
                envelope.get("payloadType").asText(),
                Base64Text.lenient("its payload", envelope.get("payload").asText()),
                signatures.get(0).get("keyid").asText(),
                Base64Text.lenient("its sig", signatures.get(0).get("sig").asText()));
    }

    /** PAE of the DSSE protocol: {@code DSSEv1 SP len(type) SP type SP len(body) SP body}. */
    static byte[] preAuthenticationEncoding(String type, byte[] body) {
        byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + typeBytes.length + 40);
        out.writeBytes(("DSSEv1 " + typeBytes.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(typeBytes);
        out.writeBytes((" " + body.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(body);
        return out.toByteArray();
    }
}
