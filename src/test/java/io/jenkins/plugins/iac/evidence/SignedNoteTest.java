package io.jenkins.plugins.iac.evidence;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.crypto.VerifyingKey;
import io.jenkins.plugins.iac.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.Test;

public class SignedNoteTest {
    /** The known note of Go's sumdb: its key, its text, its signature. */
    private static final String GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String GO_NOTE = "If you think cryptography is the answer to your problem,\n"
            + "then you don't know what your problem is.\n"
            + "\n"
            + "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private static VerifyingKey goKey() throws Exception {
        byte[] bytes = Base64.getDecoder().decode(GO_KEY.substring(GO_KEY.lastIndexOf("3+") + 2));
        byte[] raw = Arrays.copyOfRange(bytes, 1, 33);
        String x = Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
        return PublicKeys.ofJwks(Json.parse("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\"}]}"))
                .all()
                .get(0);
    }

    @Test
    public void signer_noteOfAnotherImplementation_isItsKey() throws Exception {
        VerifyingKey key = goKey();
        assertArrayEquals(new byte[] {(byte) 0xc7, 0x4f, 0x20, (byte) 0xa3}, SignedNote.keyId("PeterNeumann", key));
        assertEquals(key, SignedNote.parse(GO_NOTE).signer("PeterNeumann", List.of(key)));
        assertNull(SignedNote.parse(GO_NOTE).signer("Somebody", List.of(key)));
        assertNull(
                SignedNote.parse(GO_NOTE.replace("problem is", "problem was")).signer("PeterNeumann", List.of(key)));
    }

    @Test
    public void parse_unknownSignaturesBeside_areIgnored() throws Exception {
        String witnessed = GO_NOTE + "\u2014 witness.example/w1 AAAAAAAAAAA=\n";
        assertNotNull(SignedNote.parse(witnessed).signer("PeterNeumann", List.of(goKey())));
    }

    @Test
    public void parse_bitFlippedInEveryByte_neverHasASigner() throws Exception {
        VerifyingKey key = goKey();
        byte[] bytes = GO_NOTE.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            VerifyingKey signer;
            try {
                signer = SignedNote.parse(new String(flipped, StandardCharsets.UTF_8))
                        .signer("PeterNeumann", List.of(key));
            } catch (IllegalArgumentException e) {
                signer = null;
            }
            assertNull("byte " + i, signer);
        }
    }

    @Test
    public void parse_whatIsNoNote_isRefused() {
        for (String bad : List.of(
                "",
                "text",
                "text\n",
                "text\n\n",
                "text\n\nsignature\n",
                "text\n\n\u2014 name\n",
                "text\n\n\u2014 name AAAA\n",
                "te\u0007xt\n\n\u2014 name AAAAAAAAAAA=\n",
                "text\n\n\u2014 na+me AAAAAAAAAAA=\n",
                "x".repeat(100_000))) {
            assertThrows(bad, IllegalArgumentException.class, () -> SignedNote.parse(bad));
        }
    }
}
