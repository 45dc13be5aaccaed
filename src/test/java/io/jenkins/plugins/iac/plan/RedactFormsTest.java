package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.model.IacException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** What is written by its form must be what is written of the same plan where each value is taken apart. */
public class RedactFormsTest {
    /** How many values were written by their form in the last writing. */
    private int known;

    private String write(byte[] plan, boolean byForm) {
        SecretFinder secrets = new SecretFinder();
        new PlanJsonReader(PlanLimits.SUMMARY, RiskJudge.NONE).read(new ByteArrayInputStream(plan), "plan", secrets);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RedactWriter writer = new RedactWriter(out, new Redaction(new Hmac(new byte[32])), secrets);
        known = 0;
        PlanVisitor visitor = (PlanVisitor) Proxy.newProxyInstance(
                PlanVisitor.class.getClassLoader(), new Class<?>[] {PlanVisitor.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("forms") && !byForm) {
                        return null;
                    }
                    Object said = method.invoke(writer, arguments);
                    known += method.getName().equals("again") && said.equals(true) ? 1 : 0;
                    return said;
                });
        new PlanWalker(new ByteArrayInputStream(plan), "plan", visitor).walk();
        writer.finish();
        return packed(out.toString(StandardCharsets.UTF_8));
    }

    /** Without the blanks between values, which are kept or not. */
    private static String packed(String json) {
        StringBuilder packed = new StringBuilder();
        boolean text = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            text ^= c == '"';
            if (text || c != ' ') {
                packed.append(c);
            }
            if (c == '\\') {
                packed.append(json.charAt(++i));
            }
        }
        return packed.toString();
    }

    @Test
    public void write_resourcesThatAreAlike_areWrittenAsByAWriterThatTakesEachApart() {
        RandomPlans plans = new RandomPlans(new Random(20_261_123));
        int byForm = 0;
        int hidden = 0;
        for (int round = 0; round < 200; round++) {
            String plan = plans.next();
            byte[] bytes = plan.getBytes(StandardCharsets.UTF_8);
            String apart;
            try {
                apart = write(bytes, false);
            } catch (IacException e) {
                // Marks that name a member twice.
                continue;
            }
            assertEquals("taken apart", 0, known);
            assertEquals(plan, apart, write(bytes, true));
            byForm += known;
            hidden += apart.split(Redaction.PREFIX, -1).length - 1;
        }
        assertTrue("many are written by their form: " + byForm, byForm > 1_000);
        assertTrue("many texts are replaced: " + hidden, hidden > 2_000);
    }

    private static String change(int number, String password, String note) {
        String values = "{\"password\":\"" + password + "\",\"tags\":{\"note\":\"" + note + "\"},\"pin\":null}";
        return "{\"address\":\"x.y[" + number
                + "]\",\"provider_name\":\"p\",\"change\":{\"actions\":[\"no-op\"],\"before\":"
                + values + ",\"after\":" + values
                + ",\"before_sensitive\":{\"password\":true,\"pin\":true},\"after_sensitive\":{\"password\":true,\"pin\":true}}}";
    }

    @Test
    public void write_aSecretInTheOpenOfOneOfManyThatAreAlike_isReplacedBeforeAndAfter() {
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            changes.add(change(i, "planted-" + i, i == 50 ? "it is planted-7" : "nothing"));
        }
        String written = write(PlanTexts.withChanges(String.join(",", changes)).getBytes(StandardCharsets.UTF_8), true);
        assertEquals("all but the first are written by their form", 99, known);
        assertFalse(written, written.contains("planted"));
        assertEquals("the note, before and after", 3, written.split("\"it is " + Redaction.PREFIX, -1).length);
        assertEquals("null stays null", 201, written.split("\"pin\":null", -1).length);
    }
}
