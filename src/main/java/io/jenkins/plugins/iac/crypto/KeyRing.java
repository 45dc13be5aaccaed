package io.jenkins.plugins.iac.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The Ed25519 keys of an installation: one that signs, and those that did. A private key is kept only while it signs.
 * Safe for use by several threads.
 */
public final class KeyRing {
    private final SecretStore store;
    private final String name;
    private final InstantSource clock;
    private List<VerifyingKey> history = new ArrayList<>();
    private SigningKey current;

    private KeyRing(SecretStore store, String name, InstantSource clock) {
        this.store = store;
        this.name = name;
        this.clock = clock;
    }

    /**
     * Opens the ring kept under a name, making its first key where there is none.
     *
     * @throws IOException if the ring exists and cannot be read; a new key is never made over one that cannot be read
     */
    public static KeyRing open(SecretStore store, String name, InstantSource clock) throws IOException {
        KeyRing ring = new KeyRing(store, name, clock);
        Optional<byte[]> kept = store.load(name);
        if (kept.isPresent()) {
            ring.read(kept.get());
        } else {
            ring.rotate();
        }
        return ring;
    }

    public synchronized SigningKey current() {
        return current;
    }

    public synchronized PublicKeys publicKeys() {
        return new PublicKeys(history);
    }

    /** Retires the signing key and makes a new one; the retired one's private half is forgotten. See {@link #rotate(Instant)}. */
    public synchronized SigningKey rotate() throws IOException {
        return rotate(Instant.MIN);
    }

    /**
     * The same where it is known when the key signed last. A clock that was set back must not retire a key before it was made,
     * or before it signed: nothing that it signed would verify any more. The new key begins now, also where the old one signed
     * with a clock that was ahead: what comes after has its own time. It vouches for checkpoints over that record, too, so that
     * no key is retired before those in front of it.
     */
    public synchronized SigningKey rotate(Instant lastSigned) throws IOException {
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            Instant made =
                    current == null ? now : latest(now, current.publicKey().created());
            Instant end = history.stream()
                    .map(VerifyingKey::retired)
                    .filter(Objects::nonNull)
                    .reduce(latest(made, lastSigned).truncatedTo(ChronoUnit.SECONDS), KeyRing::latest);
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            VerifyingKey verifying = VerifyingKey.of(VerifyingKey.rawOf(pair.getPublic()), made, null);
            List<VerifyingKey> next = new ArrayList<>();
            history.forEach(k -> next.add(k.retired() == null ? k.retiredAt(end) : k));
            next.add(verifying);
            store.store(name, write(next, pair.getPrivate().getEncoded()));
            history = next;
            current = new SigningKey(pair.getPrivate(), verifying);
            return current;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 platform has Ed25519", e);
        }
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static byte[] write(List<VerifyingKey> keys, byte[] pkcs8) {
        ObjectNode document = new PublicKeys(keys).jwks();
        document.put("private", Base64.getEncoder().encodeToString(pkcs8));
        return Json.write(document).getBytes(StandardCharsets.UTF_8);
    }

    private synchronized void read(byte[] bytes) throws IOException {
        try {
            JsonNode document = Json.mapper().readTree(bytes);
            history = new ArrayList<>(PublicKeys.ofJwks(document).all());
            byte[] pkcs8 = Base64.getDecoder().decode(document.path("private").asText());
            current = new SigningKey(
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
                    history.get(history.size() - 1));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException("the keys kept under " + name + " are damaged: " + e.getMessage(), e);
        }
    }
}
