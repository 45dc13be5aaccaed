package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
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
    public void mask_shortLinesOfASecret_areHiddenFromSixCharactersOn() {
        SecretMasker masker = SecretMasker.of(List.of("first line\n\tq9Zk2x\nshort\n-----END KEY-----"));
        assertEquals("| (sensitive)\n| (sensitive)\n| short", masker.mask("| first line\n| q9Zk2x\n| short"));
    }

    @Test
    public void mask_numbers_areHiddenHoweverTheyAreWritten() {
        Object[][] cases = {
            // as marked, as it stands, whether it is hidden
            {"867530912345", "867530912345", true},
            {"867530912345", "8.67530912345e+11", true},
            {"867530912345", "8.67530912345E11", true},
            {"8.67530912345e11", "867530912345", true},
            {"-867530.25", "867530.25", true},
            {"1234567.50", "1234567.5", true},
            {"0.00001234567", "1.234567e-05", true},
            {"12345678901234567890", "12345678901234567000", true},
            {"100000", "100000", true},
            {"99999", "99999", false},
            {"86e10", "860000000000", true},
            {"1e999999999", "1000000", false},
        };
        for (Object[] one : cases) {
            String masked = SecretMasker.of(List.of((String) one[0])).mask("pin=" + one[1] + ";");
            assertEquals(one[0] + " in " + one[1], one[2], !masked.contains((String) one[1]));
        }
    }

    @Test
    public void mask_base64OfATextWithTheSecretInside_isHidden() {
        SecretMasker masker = SecretMasker.of(List.of("Zx9+/~?ÿ-secret"));
        for (String before : List.of("", "u", "u:", "us:", "user:")) {
            for (String after : List.of("", "@", "@h", "@ho")) {
                byte[] text = (before + "Zx9+/~?ÿ-secret" + after).getBytes(StandardCharsets.UTF_8);
                for (Base64.Encoder encoder : List.of(
                        Base64.getEncoder(),
                        Base64.getUrlEncoder(),
                        Base64.getEncoder().withoutPadding())) {
                    String encoded = encoder.encodeToString(text);
                    String masked = masker.mask("Basic " + encoded);
                    assertTrue(masked, masked.contains(SecretMasker.MASK));
                    assertTrue(masked, masked.replace(SecretMasker.MASK, "").length() < 6 + 14);
                }
            }
        }
    }

    @Test
    public void and_secretsOfWhichOneStartsTheOther_theLongerIsHiddenAsAWhole() {
        SecretMasker both = SecretMasker.of(List.of("swordfish")).and(SecretMasker.of(List.of("swordfish-and-chips")));
        assertEquals("(sensitive), (sensitive)", both.mask("swordfish-and-chips, swordfish"));
    }

    @Test
    public void of_moreThanCanBeRemembered_isRefused() {
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            secrets.add("a secret of its own, number " + i);
        }
        IacException refused = assertThrows(IacException.class, () -> SecretMasker.of(secrets));
        assertEquals(IacException.Kind.BAD_INPUT, refused.kind());
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
