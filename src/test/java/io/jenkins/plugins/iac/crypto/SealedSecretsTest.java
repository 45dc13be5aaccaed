package io.jenkins.plugins.iac.crypto;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class SealedSecretsTest {
    private static final byte[] SECRET = "the private half".getBytes(StandardCharsets.UTF_8);

    private final MemoryStore below = new MemoryStore();
    private final Map<String, byte[]> kept = below.kept;
    private final byte[] key = AesGcm.newKey();
    private final SealedSecrets sealed = new SealedSecrets(below, key);

    @Test
    public void load_whatWasStored_comesBackAndIsNotReadableBelow() throws Exception {
        assertEquals(Optional.empty(), sealed.load("issuer"));
        sealed.store("issuer", SECRET);
        assertFalse(new String(kept.get("issuer"), StandardCharsets.ISO_8859_1).contains("private"));
        assertArrayEquals(SECRET, new SealedSecrets(below, key).load("issuer").orElseThrow());
    }

    @Test
    public void load_anythingElse_isAnError() throws Exception {
        sealed.store("issuer", SECRET);
        byte[] good = kept.get("issuer");
        assertThrows(IOException.class, () -> new SealedSecrets(below, AesGcm.newKey()).load("issuer"));
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            kept.put("issuer", bad);
            assertThrows("byte " + i, IOException.class, () -> sealed.load("issuer"));
        }
        kept.put("other", good);
        assertThrows("of another name", IOException.class, () -> sealed.load("other"));
        kept.put("issuer", SECRET);
        assertThrows("in the clear", IOException.class, () -> sealed.load("issuer"));
        kept.put("issuer", new byte[0]);
        assertThrows("nothing", IOException.class, () -> sealed.load("issuer"));
    }
}
