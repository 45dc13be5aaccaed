package io.jenkins.plugins.iac.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import io.jenkins.plugins.iac.crypto.SecretStore;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The issuer's keys: one that signs, the next one, which is published long before it signs, and those that signed. Private
 * halves are kept in the {@link SecretStore} only as long as they sign or will. Safe for several threads.
 */
public final class IssuerKeys {
    /** Longest life of a token that a catalog can ask for. */
    public static final Duration LONGEST_TOKEN = Duration.ofHours(12);

    /** How long a cloud may go on with a copy of our keys: a day is the longest that is documented by any of them. */
    public static final Duration CACHE = Duration.ofHours(24);

    /** How long a key that signs no more stays published. */
    public static final Duration OVERLAP = LONGEST_TOKEN.plus(CACHE);

    /** After this time {@link #rotateIfDue} changes the signing key. */
    public static final Duration PERIOD = Duration.ofDays(90);

    private final SecretStore store;
    private final String name;
    private final InstantSource clock;
    private final TokenAlgorithm algorithm;
    private List<IssuerKey> keys = new ArrayList<>();
    private Map<String, JWK> privates = new LinkedHashMap<>();

    private IssuerKeys(SecretStore store, String name, TokenAlgorithm algorithm, InstantSource clock) {
        this.store = store;
        this.name = name;
        this.algorithm = algorithm;
        this.clock = clock;
    }

    /**
     * Opens the keys kept under a name, making the first two where there are none.
     *
     * @param algorithm of keys that are made from now on; those that are there keep theirs
     * @throws IOException if they exist and cannot be read; keys are never made over keys that cannot be read
     */
    public static IssuerKeys open(SecretStore store, String name, TokenAlgorithm algorithm, InstantSource clock)
            throws IOException {
        IssuerKeys opened = new IssuerKeys(store, name, algorithm, clock);
        Optional<byte[]> kept = store.load(name);
        if (kept.isPresent()) {
            opened.read(kept.get());
        } else {
            opened.begin();
        }
        return opened;
    }

    /** Nobody can have an older copy of a key set that did not exist, so the first key signs at once. */
    private synchronized void begin() throws IOException {
        Change change = new Change();
        change.replace(change.make().signingFrom(now()));
        change.make();
        change.keep();
    }

    /** All keys with their history, oldest first. */
    public synchronized List<IssuerKey> all() {
        return List.copyOf(keys);
    }

    /** The key that signs now. */
    public synchronized IssuerKey signing() {
        return stage(IssuerKey.Stage.SIGNING);
    }

    /** The key that signs after the next rotation. */
    public synchronized IssuerKey next() {
        return stage(IssuerKey.Stage.NEXT);
    }

    /** What verifiers shall know now: a JSON Web Key Set (RFC 7517) with the public halves. */
    public synchronized ObjectNode jwks() {
        ObjectNode set = Json.object();
        set.putArray("keys");
        keys.stream().filter(k -> k.isPublished(clock.instant())).forEach(k -> set.withArray("keys")
                .add(k.jwk()));
        return set;
    }

    /** First instant at which {@link #rotate} is possible: every verifier knows the next key by then. */
    public synchronized Instant rotatableFrom() {
        return next().created().plus(CACHE);
    }

    /**
     * The next key signs from now on; the one that did is retired, and a new next key is published.
     *
     * @throws IacException of kind REFUSED while verifiers may not know the next key yet
     */
    public synchronized void rotate() throws IOException {
        Instant now = now();
        if (now.isBefore(rotatableFrom())) {
            throw IacException.refused(
                    "rotating the issuer's keys",
                    next().kid(),
                    "a next key published at " + next().created(),
                    "one that has been published for " + CACHE.toHours() + " hours, so that every verifier knows it",
                    "wait until " + rotatableFrom() + "; where a key may be stolen, revoke it instead");
        }
        Change change = new Change();
        change.retire(signing().retiredAt(now));
        change.replace(next().signingFrom(now));
        change.make();
        change.keep();
    }

    /** Rotates where the signing key is old enough and the next one is known to everybody; says whether it did. */
    public synchronized boolean rotateIfDue() throws IOException {
        Instant now = now();
        if (now.isBefore(signing().signedFrom().plus(PERIOD)) || now.isBefore(rotatableFrom())) {
            return false;
        }
        rotate();
        return true;
    }

    /**
     * Takes a key out at once, because somebody else may have it. Where it was the signing one, the next one signs from now
     * on, though verifiers may need a while to know it.
     *
     * @throws IacException of kind BAD_INPUT if there is no such key
     */
    public synchronized void revoke(String kid) throws IOException {
        IssuerKey key = keys.stream()
                .filter(k -> k.kid().equals(kid))
                .findFirst()
                .orElseThrow(() -> IacException.badInput(
                        "revoking a key of the issuer",
                        kid,
                        "no such key",
                        "the kid of one of the issuer's keys",
                        "list the keys"));
        Instant now = now();
        IssuerKey.Stage before = key.stage(now);
        if (before == IssuerKey.Stage.REVOKED) {
            return;
        }
        Change change = new Change();
        change.retire(key.revokedAt(now));
        if (before == IssuerKey.Stage.SIGNING) {
            change.replace(next().signingFrom(now));
        }
        if (before == IssuerKey.Stage.SIGNING || before == IssuerKey.Stage.NEXT) {
            change.make();
        }
        change.keep();
    }

    /** The private half of the key that signs now; never leaves this package. */
    synchronized JWK signer() {
        return privates.get(signing().kid());
    }

    private IssuerKey stage(IssuerKey.Stage stage) {
        return keys.stream()
                .filter(k -> k.stage(clock.instant()) == stage)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an issuer always has a key that is " + stage));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private synchronized void read(byte[] bytes) throws IOException {
        try {
            JsonNode document = Json.mapper().readTree(bytes);
            document.path("keys").forEach(k -> keys.add(IssuerKey.ofJson(k)));
            for (JsonNode jwk : document.path("private")) {
                JWK key = JWK.parse(Json.write(jwk));
                privates.put(key.computeThumbprint().toString(), key);
            }
            if (signer() == null || privates.get(next().kid()) == null) {
                throw new IllegalArgumentException("a private half is missing");
            }
        } catch (ParseException | JOSEException | RuntimeException e) {
            // The message of a parser may quote what it read.
            throw new IOException("the issuer's keys kept under " + name + " are damaged ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** A change of all keys, kept in one step or not at all. */
    private final class Change {
        private final List<IssuerKey> nextKeys = new ArrayList<>(keys);
        private final Map<String, JWK> nextPrivates = new LinkedHashMap<>(privates);

        IssuerKey make() throws IOException {
            try {
                JWK made = algorithm.generate();
                String kid = made.computeThumbprint().toString();
                ObjectNode jwk = (ObjectNode) Json.parse(made.toPublicJWK().toJSONString());
                jwk.put("kid", kid).put("use", "sig").put("alg", algorithm.name());
                IssuerKey key = new IssuerKey(kid, algorithm, jwk, now(), null, null, null);
                nextKeys.add(key);
                nextPrivates.put(kid, made);
                return key;
            } catch (JOSEException e) {
                throw new IOException("making a key for " + algorithm, e);
            }
        }

        void replace(IssuerKey key) {
            nextKeys.replaceAll(k -> k.kid().equals(key.kid()) ? key : k);
        }

        void retire(IssuerKey key) {
            replace(key);
            nextPrivates.remove(key.kid());
        }

        void keep() throws IOException {
            ObjectNode document = Json.object();
            document.put("version", 1);
            document.putArray("keys");
            nextKeys.forEach(k -> document.withArray("keys").add(k.json()));
            document.putArray("private");
            for (JWK key : nextPrivates.values()) {
                document.withArray("private").add(Json.parse(key.toJSONString()));
            }
            store.store(name, Json.write(document).getBytes(StandardCharsets.UTF_8));
            synchronized (IssuerKeys.this) {
                keys = nextKeys;
                privates = nextPrivates;
            }
        }
    }
}
