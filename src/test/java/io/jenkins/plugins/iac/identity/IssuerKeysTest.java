package io.jenkins.plugins.iac.identity;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jose4j.jwk.JsonWebKey;
import org.junit.Test;

public class IssuerKeysTest {
    private final Samples.Clock clock = new Samples.Clock();
    private final Samples.Memory store = new Samples.Memory();

    private IssuerKeys open() throws IOException {
        return IssuerKeys.open(store, "issuer", TokenAlgorithm.RS256, clock);
    }

    private static List<String> kids(JsonNode set) {
        return StreamSupport.stream(set.path("keys").spliterator(), false)
                .map(k -> k.path("kid").asText())
                .toList();
    }

    private String held() {
        return new String(store.kept.get("issuer"), StandardCharsets.UTF_8);
    }

    @Test
    public void open_nothingKept_oneKeySignsAndTheNextIsPublished() throws Exception {
        IssuerKeys keys = open();
        assertEquals(List.of(keys.signing().kid(), keys.next().kid()), kids(keys.jwks()));
        assertNotEquals(keys.signing().kid(), keys.next().kid());
        assertEquals("the same keys are there again", keys.all(), open().all());
    }

    @Test
    public void jwks_everyKey_isPublicWithItsThumbprint() throws Exception {
        JsonNode keys = open().jwks().path("keys");
        assertEquals("the one that signs and the next one", 2, keys.size());
        for (JsonNode key : keys) {
            assertFalse("no private member may leave", key.has("d") || key.has("p") || key.has("q") || key.has("dp"));
            assertEquals("RS256", key.path("alg").asText());
            assertEquals("sig", key.path("use").asText());
            // Another library's thumbprint (RFC 7638).
            JsonWebKey read = JsonWebKey.Factory.newJwk(Json.write(key));
            assertEquals(
                    read.calculateBase64urlEncodedThumbprint("SHA-256"),
                    key.path("kid").asText());
        }
    }

    @Test
    public void rotate_beforeVerifiersKnowTheNextKey_isRefused() throws Exception {
        IssuerKeys keys = open();
        clock.plus(IssuerKeys.CACHE.minusSeconds(1));
        IacException e = assertThrows(IacException.class, keys::rotate);
        assertEquals(IacException.Kind.REFUSED, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains("2026-11-22T12:00:00Z"));
        clock.plus(Duration.ofSeconds(1));
        keys.rotate();
    }

    @Test
    public void rotate_oldKey_staysPublishedForTokenLifePlusCacheAndNoLonger() throws Exception {
        IssuerKeys keys = open();
        String old = keys.signing().kid();
        String next = keys.next().kid();
        clock.plus(Duration.ofDays(1));
        keys.rotate();
        assertEquals("what was published signs now", next, keys.signing().kid());
        assertFalse(
                "the private half of a retired key is forgotten", privateKids().contains(old));
        clock.plus(IssuerKeys.LONGEST_TOKEN.plus(IssuerKeys.CACHE).minusSeconds(1));
        assertTrue(kids(keys.jwks()).contains(old));
        clock.plus(Duration.ofSeconds(1));
        assertFalse(kids(keys.jwks()).contains(old));
        assertEquals(
                "history is kept", IssuerKey.Stage.HISTORY, open().all().get(0).stage(clock.instant()));
    }

    private List<String> privateKids() throws Exception {
        return StreamSupport.stream(Json.parse(held()).path("private").spliterator(), false)
                .map(k -> {
                    try {
                        return JsonWebKey.Factory.newJwk(Json.write(k)).calculateBase64urlEncodedThumbprint("SHA-256");
                    } catch (org.jose4j.lang.JoseException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    @Test
    public void rotateIfDue_onlyAfterThePeriod() throws Exception {
        IssuerKeys keys = open();
        clock.plus(IssuerKeys.PERIOD.minusSeconds(1));
        assertFalse(keys.rotateIfDue());
        clock.plus(Duration.ofSeconds(1));
        assertTrue(keys.rotateIfDue());
        assertFalse("not twice", keys.rotateIfDue());
    }

    @Test
    public void revoke_signingKey_isGoneAtOnceAndTheNextSigns() throws Exception {
        IssuerKeys keys = open();
        String stolen = keys.signing().kid();
        String next = keys.next().kid();
        keys.revoke(stolen);
        assertFalse(kids(keys.jwks()).contains(stolen));
        assertEquals(next, keys.signing().kid());
        assertNotNull(keys.next());
        assertFalse(privateKids().contains(stolen));
        assertThrows(IacException.class, () -> keys.revoke("unknown"));
    }

    @Test
    public void open_damagedKeys_areAnErrorAndNeverReplaced() throws Exception {
        open();
        String half = held().substring(0, held().length() / 2);
        String without = held().replaceFirst("\"private\":\\[.*]", "\"private\":[]");
        for (String damage : List.of("", "{}", "not json", half, without)) {
            byte[] bytes = damage.getBytes(StandardCharsets.UTF_8);
            store.kept.put("issuer", bytes);
            IOException e = assertThrows(IOException.class, this::open);
            assertFalse(e.getMessage().contains("\"d\""));
            assertEquals("nothing is written over it", bytes, store.kept.get("issuer"));
        }
    }

    @Test
    public void open_es256_hasKeysOfThatKind() throws Exception {
        IssuerKeys keys = IssuerKeys.open(store, "ec", TokenAlgorithm.ES256, clock);
        assertEquals("EC", keys.signing().jwk().path("kty").asText());
        assertEquals("P-256", keys.signing().jwk().path("crv").asText());
    }
}
