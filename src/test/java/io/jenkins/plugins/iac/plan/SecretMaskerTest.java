package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class SecretMaskerTest {
    private static String stream(SecretMasker masker, String text, int chunk) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream masking = masker.wrap(out)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < bytes.length; at += chunk) {
                masking.write(bytes, at, Math.min(chunk, bytes.length - at));
                masking.flush();
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    public void mask_secretsInEveryForm_areHidden() {
        SecretMasker masker = SecretMasker.of(List.of("a\"b\\c\nd<e>", "pässwörd/1"));
        assertEquals("x (sensitive) y", masker.mask("x a\"b\\c\nd<e> y"));
        assertEquals("{\"p\":\"(sensitive)\"}", masker.mask("{\"p\":\"a\\\"b\\\\c\\nd<e>\"}"));
        assertEquals("{\"p\":\"(sensitive)\"}", masker.mask("{\"p\":\"a\\\"b\\\\c\\nd\\u003ce\\u003e\"}"));
        assertEquals("u:(sensitive)@h", masker.mask("u:p%C3%A4ssw%C3%B6rd%2F1@h"));
        assertEquals("nothing here", masker.mask("nothing here"));
    }

    @Test
    public void mask_linesOfAKey_areHiddenOneByOne() {
        String key =
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\nabcdefghijklmnopqrstu\n-----END PRIVATE KEY-----\n";
        SecretMasker masker = SecretMasker.of(List.of(key));
        assertEquals(
                "  + -----BEGIN PRIVATE KEY-----\n  + (sensitive)\n  + (sensitive)\n",
                masker.mask(
                        "  + -----BEGIN PRIVATE KEY-----\n  + MC4CAQAwBQYDK2VwBCIEIA\n  + abcdefghijklmnopqrstu\n"));
    }

    @Test
    public void mask_severalSecrets_theLongestAtAPlaceIsHidden() {
        SecretMasker masker = SecretMasker.of(List.of("abcdef", "abcdefgh", "abcdefxyz", "cdefgh1"));
        assertEquals("(sensitive)", masker.mask("abcdefgh"));
        assertEquals("(sensitive)xy", masker.mask("abcdefxy"));
        assertEquals("(sensitive)1", masker.mask("abcdefgh1"));
        assertEquals("b(sensitive)", masker.mask("bcdefgh1"));
        assertEquals("(sensitive)(sensitive)", masker.mask("abcdefabcdefxyz"));
    }

    @Test
    public void mask_shortSecrets_areNotLookedFor() {
        assertEquals("true abc12", SecretMasker.of(List.of("true", "abc12")).mask("true abc12"));
        // Six characters count, not six bytes.
        assertEquals("ääää", SecretMasker.of(List.of("ääää")).mask("ääää"));
    }

    @Test
    public void wrap_anyChunks_writeTheSameAsInOnePiece() throws Exception {
        SecretMasker masker = SecretMasker.of(List.of("swordfish", "sword-and-fish", "xxxxxxxy"));
        String text = "a swordfish, a sword, a swor\nsword-and-fish xxxxxxxxxxxxxxxy swordfis swordfishswordfish";
        String whole = masker.mask(text);
        for (int chunk = 1; chunk <= text.length(); chunk++) {
            assertEquals("chunks of " + chunk, whole, stream(masker, text, chunk));
        }
    }

    @Test
    public void wrap_streamEndsInTheMiddleOfASecret_theStartIsHidden() throws Exception {
        SecretMasker masker = SecretMasker.of(List.of("swordfish-swordfish"));
        assertEquals("end (sensitive)", stream(masker, "end swordfish-sword", 3));
        assertEquals("end sword", stream(masker, "end sword", 3));
    }

    @Test
    public void wrap_nothingThatCouldBeASecret_isNotHeldBack() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream masking = SecretMasker.of(List.of("swordfish")).wrap(out);
        masking.write("Apply complete! s".getBytes(StandardCharsets.UTF_8));
        assertEquals("Apply complete! ", out.toString(StandardCharsets.UTF_8));
        masking.close();
        assertEquals("Apply complete! s", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    public void mask_randomTexts_areWhatAPlainSearchLeaves() {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            List<String> secrets = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                secrets.add(letters(random, 6 + random.nextInt(6)));
            }
            String text = letters(random, 200);
            String masked = SecretMasker.of(secrets).mask(text);
            assertEquals(plainly(secrets, text), masked);
            for (String secret : secrets) {
                assertFalse(masked.contains(secret));
            }
        }
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }

    private static String plainly(List<String> secrets, String text) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int longest = 0;
            for (String secret : secrets) {
                if (text.startsWith(secret, at)) {
                    longest = Math.max(longest, secret.length());
                }
            }
            out.append(longest > 0 ? SecretMasker.MASK : text.substring(at, at + 1));
            at += Math.max(1, longest);
        }
        return out.toString();
    }
}
