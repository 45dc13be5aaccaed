package io.jenkins.plugins.iac.crypto;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.Test;

/** Vectors that other people published: what we sign and name must verify and be called the same everywhere. */
public class VectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    private static VerifyingKey publicKey(String hex) {
        return VerifyingKey.of(HEX.parseHex(hex), Instant.EPOCH, null);
    }

    private static SigningKey privateKey(String seed, String publicKey) throws Exception {
        byte[] pkcs8 = HEX.parseHex("302e020100300506032b657004220420" + seed);
        return new SigningKey(
                KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
                publicKey(publicKey));
    }

    @Test
    public void sign_rfc8032Test3_isTheirSignature() throws Exception {
        SigningKey key = privateKey(
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
        String signature = "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";
        assertEquals(signature, HEX.formatHex(key.sign(HEX.parseHex("af82"))));
        assertTrue(key.publicKey().verify(HEX.parseHex("af82"), HEX.parseHex(signature)));
        assertFalse(key.publicKey().verify(HEX.parseHex("af83"), HEX.parseHex(signature)));
    }

    @Test
    public void verify_malformedSignature_isNotOne() {
        VerifyingKey key = publicKey("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
        assertFalse(key.verify(new byte[] {1}, new byte[0]));
        assertFalse(key.verify(new byte[] {1}, new byte[64]));
        assertFalse(key.verify(new byte[] {1}, new byte[65]));
        byte[] high = new byte[64];
        java.util.Arrays.fill(high, (byte) 0xff);
        assertFalse("a scalar beyond the order of the group", key.verify(new byte[] {1}, high));
    }

    @Test
    public void thumbprint_rfc8037AppendixA3_isTheirs() {
        String x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        VerifyingKey key = VerifyingKey.ofJwk(
                Json.object().put("kty", "OKP").put("crv", "Ed25519").put("x", x));
        assertEquals("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", key.keyid());
        assertEquals(x, key.jwk().path("x").asText());
    }

    @Test
    public void ofJwk_kidThatIsNotTheThumbprint_isRefused() {
        var jwk = publicKey("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
                .jwk()
                .put("kid", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assertThrows(IllegalArgumentException.class, () -> VerifyingKey.ofJwk(jwk));
    }

    @Test
    public void pem_knownKey_isItsSubjectPublicKeyInfo() throws Exception {
        VerifyingKey key = publicKey("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
        String body = key.pem().replaceAll("-----[A-Z ]*-----|\\n", "");
        var parsed = KeyFactory.getInstance("Ed25519")
                .generatePublic(new java.security.spec.X509EncodedKeySpec(
                        Base64.getDecoder().decode(body)));
        assertArrayEquals(key.raw(), VerifyingKey.rawOf(parsed));
    }

    @Test
    public void preAuthenticationEncoding_exampleOfTheSpecification_isTheirs() {
        assertEquals(
                "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
                new String(
                        Dsse.preAuthenticationEncoding(
                                "http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8));
    }

    @Test
    public void preAuthenticationEncoding_beyondAscii_countsBytes() {
        assertEquals(
                "DSSEv1 2 é 3 €",
                new String(
                        Dsse.preAuthenticationEncoding("é", "€".getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8));
    }

    @Test
    public void verify_typePayloadOrKeyChanged_isNotVerified() throws Exception {
        SigningKey key = privateKey(
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        PublicKeys keys = new PublicKeys(List.of(key.publicKey()));
        byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
        Dsse envelope = Dsse.sign("text/plain", payload, key);
        assertTrue(envelope.verify(keys));
        assertFalse(new Dsse("text/html", payload, envelope.keyid(), envelope.signature()).verify(keys));
        assertFalse(
                new Dsse("text/plain", "{ }".getBytes(StandardCharsets.UTF_8), envelope.keyid(), envelope.signature())
                        .verify(keys));
        assertFalse(new Dsse("text/plain", payload, "another", envelope.signature()).verify(keys));
        assertFalse(envelope.verify(new PublicKeys(List.of())));
        assertTrue(Dsse.ofJson(envelope.json()).verify(keys));
    }
}
