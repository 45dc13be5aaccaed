package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.JsonForms;
import io.jenkins.plugins.iac.json.JsonStream;
import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.IacException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** What is read by its form must never say anything else than what is taken apart. */
public class KnownFormsTest {
    private static final String[] NAMES = {
        "before",
        "after",
        "a",
        "b",
        "tags",
        "availability_zone",
        "availability_zone_id",
        "value",
        "",
        "\u00e9",
        "n\\u0061me"
    };
    private static final String[] WORDS = {"true", "false", "null"};

    private final Random random = new Random(20_261_122);

    private String scalar() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> WORDS[random.nextInt(3)];
            case 2 -> Integer.toString(random.nextInt(1_000));
            case 3 -> "-" + random.nextInt(100) + "." + random.nextInt(10) + "e" + random.nextInt(10);
            case 4 -> "\"" + "long ".repeat(random.nextInt(80)) + "\"";
            case 5 -> random.nextBoolean() ? "\"a\\n\\u00e9\\\"b\"" : "\"\u00e9\u20ac" + random.nextInt(9) + "\"";
            default -> "\"text " + random.nextInt(1_000_000) + "\"";
        };
    }

    /** Values of a shape that is drawn once: objects and arrays with a question mark for each scalar. */
    private String shape(int depth) {
        int form = random.nextInt(depth > 3 ? 2 : 6);
        if (form < 2) {
            return "?";
        }
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            String inside = shape(depth + 1);
            // A name may stand twice: such values exist.
            members.add(form == 2 ? inside : "\"" + NAMES[random.nextInt(NAMES.length)] + "\":" + inside);
        }
        return form == 2 ? "[" + String.join(" , ", members) + "]" : "{" + String.join(",", members) + "}";
    }

    private String marks(int depth) {
        int form = random.nextInt(depth > 3 ? 2 : 6);
        if (form < 2) {
            return WORDS[random.nextInt(3)];
        }
        List<String> members = new ArrayList<>();
        if (form == 2) {
            for (int i = random.nextInt(4); i > 0; i--) {
                members.add(marks(depth + 1));
            }
            return "[" + String.join(",", members) + "]";
        }
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                members.add("\"" + name + "\":" + marks(depth + 1));
            }
        }
        return "{" + String.join(",", members) + "}";
    }

    private String fill(String shape) {
        StringBuilder filled = new StringBuilder();
        for (char c : shape.toCharArray()) {
            filled.append(c == '?' ? scalar() : c);
        }
        return filled.toString();
    }

    private String change(String shape, String marks, int number) {
        String before = random.nextInt(8) == 0 ? "null" : fill(shape);
        String after = random.nextInt(3) > 0 ? before : fill(shape);
        String actions =
                random.nextInt(4) > 0 ? "\"no-op\"" : random.nextBoolean() ? "\"update\"" : "\"delete\",\"create\"";
        return "{\"address\":\"x.y[" + number + "]\","
                + (random.nextInt(9) == 0 ? "\"previous_address\":\"x.y[" + random.nextInt(2) * number + "]\"," : "")
                + "\"type\":\"x\",\"provider_name\":\"p" + random.nextInt(3) + "\",\"change\":{\"actions\":[" + actions
                + "],\"before\":" + before + ",\"after\":" + after + ",\"after_unknown\":{},"
                + (random.nextInt(9) == 0
                        ? "\"importing\":" + (random.nextBoolean() ? "null" : "{\"id\":\"i\"}") + ","
                        : "")
                + "\"before_sensitive\":" + marks + ",\"after_sensitive\":" + (random.nextBoolean() ? marks : "{}")
                + "}}";
    }

    private String plan() {
        List<String> resources = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        for (int kinds = 1 + random.nextInt(4); kinds > 0; kinds--) {
            String shape = random.nextInt(9) == 0 ? "?" : "{\"in\":" + shape(0) + ",\"of\":" + shape(0) + "}";
            String marks =
                    random.nextInt(3) == 0 ? "{}" : random.nextBoolean() ? marks(0) : "{\"in\":" + marks(1) + "}";
            for (int i = 5 + random.nextInt(30); i > 0; i--) {
                resources.add("{\"address\":" + scalar() + ",\"values\":" + fill(shape) + ",\"sensitive_values\":"
                        + marks + "}");
                changes.add(change(shape, marks, i));
            }
        }
        return "{\"planned_values\":{\"root_module\":{\"resources\":[" + String.join(",", resources)
                + "]}},\"resource_changes\":[" + String.join(",", changes) + "]}";
    }

    /** What a reading says, or of what it complains; one that looks for secrets takes every value apart. */
    private static String read(byte[] plan, boolean apart) {
        try {
            PlanSummary summary = new PlanJsonReader(PlanLimits.SUMMARY, RiskJudge.NONE)
                    .read(new ByteArrayInputStream(plan), "plan", apart ? new SecretFinder() : null);
            return summary.planJson() + " " + summary.counts() + " " + summary.configuration() + " "
                    + summary.destructive() + " "
                    + summary.changes().items().stream()
                            .map(ResourceChange::sentence)
                            .toList();
        } catch (IacException e) {
            return e.getMessage();
        }
    }

    @Test
    public void read_resourcesThatAreAlike_saysWhatAReadingSaysThatTakesEachApart() {
        int read = 0;
        for (int round = 0; round < 150; round++) {
            byte[] plan = plan().getBytes(StandardCharsets.UTF_8);
            String apart = read(plan, true);
            assertEquals(apart, read(plan, false));
            read += apart.startsWith("sha256:") ? 1 : 0;
        }
        assertTrue("most are plans: " + read, read > 75);
    }

    @Test
    public void read_damagedPlan_isReadOrRefusedAsByAReadingThatTakesEachApart() {
        byte[] bytes = "{}[]:,\"\\ 0123-.eEtrufalsn\u0001\u00e9".getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int round = 0; round < 500; round++) {
            byte[] plan = plan().getBytes(StandardCharsets.UTF_8);
            plan[random.nextInt(plan.length)] = bytes[random.nextInt(bytes.length)];
            String apart = read(plan, true);
            assertEquals(apart, read(plan, false));
            refused += apart.startsWith("sha256:") ? 0 : 1;
        }
        assertTrue("some are refused: " + refused, refused > 100);
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
