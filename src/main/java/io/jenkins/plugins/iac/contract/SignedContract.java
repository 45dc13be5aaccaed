package io.jenkins.plugins.iac.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.crypto.SigningKey;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.time.Instant;

/** A contract in its envelope. Reading one checks it: there is no way to a {@link Contract} around the signature. */
public final class SignedContract {
    /** Media type of the payload. */
    public static final String PAYLOAD_TYPE = "application/vnd.jenkins.iac-runners.contract.v1+json";

    private static final String DOING = "checking the contract of the run";
    private final Dsse envelope;

    private SignedContract(Dsse envelope) {
        this.envelope = envelope;
    }

    public static SignedContract sign(Contract contract, SigningKey key) {
        return new SignedContract(Dsse.sign(PAYLOAD_TYPE, CanonicalJson.bytes(contract.json()), key));
    }

    /**
     * Reads an envelope without checking it yet.
     *
     * @throws IacException of kind REFUSED if it is no envelope
     */
    public static SignedContract ofJson(JsonNode json) {
        try {
            return new SignedContract(Dsse.ofJson(json));
        } catch (IllegalArgumentException e) {
            throw refused("", e.getMessage(), "a contract signed by the controller");
        }
    }

    public ObjectNode json() {
        return envelope.json();
    }

    /**
     * The contract, if one of these keys signed it and it has not expired. Fails closed.
     *
     * @throws IacException of kind REFUSED otherwise
     */
    public Contract check(PublicKeys keys, Instant now) {
        if (!PAYLOAD_TYPE.equals(envelope.payloadType())) {
            throw refused("", "payload type " + envelope.payloadType(), PAYLOAD_TYPE);
        }
        if (!envelope.verify(keys)) {
            throw refused(
                    "",
                    "a signature that no known key made (keyid " + envelope.keyid() + ")",
                    "the controller's signature");
        }
        Contract contract;
        try {
            contract = Json.read(Json.mapper().readTree(envelope.payload()), Contract.class);
        } catch (IOException | IllegalArgumentException e) {
            throw refused("", "a payload that is no contract: " + e.getMessage(), "a contract of version 1");
        }
        if (contract.version() != Contract.VERSION) {
            throw refused(contract.run(), "version " + contract.version(), "version " + Contract.VERSION);
        }
        if (!now.isBefore(contract.expiresAt())) {
            throw refused(contract.run(), "a contract that expired at " + contract.expiresAt(), "one valid at " + now);
        }
        return contract;
    }

    private static IacException refused(String where, String found, String expected) {
        return IacException.refused(
                DOING,
                where,
                found,
                expected,
                "start the run again; if it happens twice, compare the clocks of controller and agent");
    }
}
