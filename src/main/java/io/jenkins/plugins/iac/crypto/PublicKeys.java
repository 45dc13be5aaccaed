package io.jenkins.plugins.iac.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The public keys of an installation with their history, newest last: what a stranger needs to verify its evidence. */
public final class PublicKeys {
    private final Map<String, VerifyingKey> byId = new LinkedHashMap<>();

    public PublicKeys(List<VerifyingKey> keys) {
        keys.forEach(k -> byId.put(k.keyid(), k));
    }

    public Optional<VerifyingKey> find(String keyid) {
        return Optional.ofNullable(byId.get(keyid));
    }

    public List<VerifyingKey> all() {
        return List.copyOf(byId.values());
    }

    /** A JSON Web Key Set (RFC 7517). */
    public ObjectNode jwks() {
        ObjectNode set = Json.object();
        byId.values().forEach(k -> set.withArray("keys").add(k.jwk()));
        return set;
    }

    /**
     * Reads a JSON Web Key Set.
     *
     * @throws IllegalArgumentException if there is no {@code keys} array or a key in it is not usable
     */
    public static PublicKeys ofJwks(JsonNode set) {
        if (!set.path("keys").isArray()) {
            throw new IllegalArgumentException("expected a JSON Web Key Set with an array \"keys\"");
        }
        return new PublicKeys(
                set.get("keys").valueStream().map(VerifyingKey::ofJwk).toList());
    }
}
