package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.JsonForms;
import io.jenkins.plugins.iac.json.JsonStream;
import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.IacException;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** What is read by its form must never say anything else than what is taken apart. */
public class KnownFormsTest {
    private final RandomPlans plans = new RandomPlans(new Random(20_261_122));

    /** One reading: what it says, with the secrets it found, or of what it complains; and how many values it knew by their form. */
    private static final class Seen {
        private Object said;
        private int known;

        static Seen of(byte[] plan, boolean byForm, SecretFinder secrets) {
            Seen seen = new Seen();
            PlanJsonReader.Reading reading =
                    new PlanJsonReader.Reading(new PlanFacts(PlanLimits.REVIEW, RiskJudge.NONE), secrets);
            // Where no forms are handed out, every value is taken apart.
            PlanVisitor visitor = (PlanVisitor) Proxy.newProxyInstance(
                    PlanVisitor.class.getClassLoader(),
                    new Class<?>[] {PlanVisitor.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("forms") && !byForm) {
                            return null;
                        }
                        seen.known += method.getName().equals("again") ? 1 : 0;
                        try {
                            return method.invoke(reading, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            try {
                long bytes = new PlanWalker(new ByteArrayInputStream(plan), "plan", visitor).walk();
                PlanSummary summary = reading.done(bytes);
                seen.said = secrets == null
                        ? summary
                        : List.of(summary, secrets.masker().secrets());
            } catch (IacException e) {
                seen.said = e.getMessage();
            }
            return seen;
        }
    }

    /** Reads without forms and by them, looking for secrets and not; returns whether it is read, and how many were known. */
    private static int[] compare(byte[] plan) {
        Seen apart = Seen.of(plan, false, null);
        Seen byForm = Seen.of(plan, true, null);
        Seen apartWithSecrets = Seen.of(plan, false, new SecretFinder());
        Seen byFormWithSecrets = Seen.of(plan, true, new SecretFinder());
        assertEquals(apart.said, byForm.said);
        assertEquals(apartWithSecrets.said, byFormWithSecrets.said);
        assertEquals("taken apart", 0, apart.known + apartWithSecrets.known);
        return new int[] {apart.said instanceof PlanSummary ? 1 : 0, byForm.known, byFormWithSecrets.known};
    }

    @Test
    public void read_resourcesThatAreAlike_saysWhatAReadingSaysThatTakesEachApart() {
        int[] sum = new int[3];
        for (int round = 0; round < 100; round++) {
            int[] one = compare(plans.next().getBytes(StandardCharsets.UTF_8));
            Arrays.setAll(sum, i -> sum[i] + one[i]);
        }
        assertTrue("most are plans: " + sum[0], sum[0] > 50);
        assertTrue("many values are known by their form: " + sum[1], sum[1] > 1_000);
        assertEquals("where secrets are looked for", sum[1], sum[2]);
    }

    @Test
    public void read_damagedPlan_isReadOrRefusedAsByAReadingThatTakesEachApart() {
        byte[] bytes = "{}[]:,\"\\ 0123-.eEtrufalsn\u0001\u00e9".getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int round = 0; round < 250; round++) {
            byte[] plan = plans.next().getBytes(StandardCharsets.UTF_8);
            plan[plans.random.nextInt(plan.length)] = bytes[plans.random.nextInt(bytes.length)];
            SecretFinder secrets = plans.random.nextBoolean() ? new SecretFinder() : null;
            Seen apart = Seen.of(plan, false, secrets == null ? null : new SecretFinder());
            assertEquals(apart.said, Seen.of(plan, true, secrets).said);
            refused += apart.said instanceof String ? 1 : 0;
        }
        assertTrue("some are refused: " + refused, refused > 50);
    }

    private static byte[] resources(List<String> resources) {
        return ("{\"planned_values\":{\"root_module\":{\"resources\":[" + String.join(",", resources) + "]}}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String resource(String name, int number, String marks) {
        return "{\"address\":\"x." + name + "[" + number + "]\",\"values\":{\"id\":\"planted-" + number
                + "\",\"serial\":" + (1_000_000 + number) + ",\"tags\":{\"a\":null}},\"sensitive_values\":" + marks
                + "}";
    }

    @Test
    public void read_aThousandThatAreAlike_areKnownByTheirForm() {
        Object[][] cases = {
            {"{}", 0},
            {"{\"tags\":{}}", 0},
            {"{\"id\":false}", 0},
            {"{\"tags\":true}", 0},
            {"{\"id\":true}", 1_000},
            {"{\"serial\":true}", 1_000},
            {"true", 2_000},
        };
        for (Object[] one : cases) {
            String marks = one[0].toString();
            List<String> alike = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                alike.add(resource("alike", i, marks));
            }
            int[] known = compare(resources(alike));
            assertTrue(marks + " " + known[1], known[1] > 990);
            assertEquals(marks + " with secrets", known[1], known[2]);
            SecretFinder secrets = new SecretFinder();
            Seen.of(resources(alike), true, secrets);
            assertEquals(marks, one[1], secrets.masker().secrets().size());
        }
    }

    @Test
    public void read_manyThatAreNotAlike_areNotComparedForAWhile() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 1 << 10; i++) {
            all.add(resource("\u00e9", i, "{}"));
        }
        for (int i = 0; i < (1 << 14) + 1_000; i++) {
            all.add(resource("alike", i, "{}"));
        }
        int[] known = compare(resources(all));
        assertTrue("those after the pause: " + known[1], known[1] > 990 && known[1] <= 1_000);
        assertEquals(known[1], known[2]);
    }

    @Test
    public void read_largestResourcesThatAreAlike_areReadByTheirForm() {
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            more.append(",\"m").append(i).append("\":").append(i);
        }
        String empty = "{\"address\":\"x.y\",\"values\":{\"text\":\"\"" + more + "}}";
        int most = PlanWalker.MAX_PART_BYTES - 1_024 - empty.length();
        String large = empty.replace("\"\"", "\"" + "x".repeat(most) + "\"");
        byte[] plan = resources(List.of(empty, large, large));
        Seen byForm = Seen.of(plan, true, null);
        assertEquals(Seen.of(plan, false, null).said, byForm.said);
        assertTrue(byForm.said.toString().substring(0, 100), byForm.said instanceof PlanSummary);
        assertTrue("by form: " + byForm.known, byForm.known > 0);
    }

    @Test
    public void find_valuesThatAreAlike_areFoundAndWhatDiffersIsNot() {
        String[] alike = {
            "{\"a\":[1,{\"b\":\"x\"}],\"c\":{}}",
            "{\"a\":[20,{\"b\":\"longer than before\"}],\"c\":{}}",
            "{\"a\":[null,{\"b\":true}],\"c\":{}}"
        };
        String[] others = {
            "{\"a\":[1,{\"b\":\"x\"}],\"c\":[]}",
            "{\"a\":[1,{\"b\":\"x\"}] ,\"c\":{}}",
            "{\"a\":[1,{\"B\":\"x\"}],\"c\":{}}",
            "{\"a\":[1,2,{\"b\":\"x\"}],\"c\":{}}",
            "{\"a\":[1.5,{\"b\":\"x\"}],\"c\":{}}",
            "{\"a\":[1,{\"b\":\"\\u0041\"}],\"c\":{}}",
            "{\"a\":[1,{\"b\":\"\u00e9\"}],\"c\":{}}",
            "{\"a\":[1,{\"b\":{}}],\"c\":{}}"
        };
        JsonForms forms = new JsonForms();
        assertEquals(0, forms.learn(tape(alike[0]).value(), token -> false, -1));
        for (String one : alike) {
            assertEquals(one, 0, tape(one).find(forms));
            assertEquals(2, forms.slots());
        }
        for (String other : others) {
            assertEquals(other, JsonForms.NONE, tape(other).find(forms));
        }
        assertEquals("known", JsonForms.NONE, forms.learn(tape(alike[1]).value(), token -> false, -1));
        JsonTape fixed = tape(alike[1]).value();
        assertEquals(1, forms.learn(fixed, token -> fixed.kind(token) == JsonTape.NUMBER, -1));
    }

    private static JsonStream tape(String json) {
        // Behind the value, so that it is wholly in memory.
        byte[] bytes = (json + ",        ").getBytes(StandardCharsets.UTF_8);
        return new JsonStream(new ByteArrayInputStream(bytes), "reading", "test", 1 << 24, 1 << 20);
    }
}
