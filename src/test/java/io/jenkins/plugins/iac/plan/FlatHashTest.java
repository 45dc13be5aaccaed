package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.JsonStream;
import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.IacException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.Test;

/** The quick way to hash must never say anything else than the plain one. */
public class FlatHashTest {
    private static final String[] NAMES = {
        "before", "after", "a", "b", "tags", "availability_zone", "availability_zone_id", "availability", "", "\u00e9"
    };

    /** Sees the same values, whatever the order. */
    private static final class Seen implements TreeHash.SensitiveValues {
        final TreeSet<String> texts = new TreeSet<>();

        @Override
        public void see(JsonTape tape, int token) {
            texts.add(tape.string(token));
        }
    }

    private static JsonStream stream(List<String> values) {
        String document = "[" + String.join(",", values) + "]";
        return new JsonStream(
                new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)),
                "reading",
                "test",
                1 << 24,
                1 << 20);
    }

    /** One more value: any form, with what stood before now and then once more. */
    private static String value(Random random, int depth, List<String> before) {
        int form = random.nextInt(depth > 4 ? 6 : 9);
        if (!before.isEmpty() && random.nextInt(4) == 0) {
            return before.get(random.nextInt(before.size()));
        }
        String text =
                switch (form) {
                    case 0 -> "null";
                    case 1 -> random.nextBoolean() ? "true" : "false";
                    case 2 -> "-" + random.nextInt(100) + "." + random.nextInt(10) + "e" + random.nextInt(10);
                    case 3 -> Integer.toString(random.nextInt(random.nextBoolean() ? 10 : 1_000_000));
                    case 4 -> "\"" + "long ".repeat(random.nextInt(120)) + random.nextInt(9) + "\"";
                    case 5 ->
                        random.nextBoolean() ? "\"a\\n\\u00e9\\\"b\"" : "\"\u00e9\u20ac" + random.nextInt(9) + "\"";
                    case 6 -> array(random, depth, before);
                    default -> object(random, depth, before);
                };
        before.add(text);
        return text;
    }

    private static String array(Random random, int depth, List<String> before) {
        List<String> elements = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            elements.add(value(random, depth + 1, before));
        }
        return "[" + String.join(random.nextInt(5) == 0 ? " , " : ",", elements) + "]";
    }

    private static String object(Random random, int depth, List<String> before) {
        List<String> members = new ArrayList<>();
        // A name may stand twice: such values exist.
        for (int i = random.nextInt(random.nextInt(30) == 0 ? 60 : 7); i > 0; i--) {
            String name = random.nextInt(40) == 0 ? "esc\\u0061ped" : NAMES[random.nextInt(NAMES.length)];
            members.add("\"" + name + "\":" + value(random, depth + 1, before));
        }
        return "{" + String.join(",", members) + "}";
    }

    /** A part as plans have them, with marks that mostly fit. */
    private static String part(Random random) {
        List<String> before = new ArrayList<>();
        String one = object(random, 1, before);
        String two = random.nextInt(3) == 0 ? one : object(random, 1, before);
        return "{\"change\":{\"before\":" + one + ",\"after\":" + two + ",\"before_sensitive\":" + marks(random, 0)
                + ",\"after_sensitive\":" + marks(random, 0) + "},\"address\":\"x" + random.nextInt(9) + "\"}";
    }

    private static String marks(Random random, int depth) {
        int form = random.nextInt(depth > 3 ? 2 : 6);
        if (form < 2) {
            return random.nextInt(4) > 0 ? "true" : "false";
        }
        List<String> members = new ArrayList<>();
        if (form == 2) {
            for (int i = random.nextInt(4); i > 0; i--) {
                members.add(marks(random, depth + 1));
            }
            return "[" + String.join(",", members) + "]";
        }
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                members.add("\"" + name + "\":" + marks(random, depth + 1));
            }
        }
        return "{" + String.join(",", members) + "}";
    }

    @Test
    public void value_anything_hasTheCodeOfThePlainWay() {
        Random random = new Random(20_261_121);
        int marked = 0;
        for (int round = 0; round < 60; round++) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                parts.add(random.nextInt(3) == 0 ? value(random, 0, new ArrayList<>()) : part(random));
            }
            marked += compare(parts);
        }
        assertTrue("marks were put, and not only seen: " + marked, marked > 500);
    }

    /** Both ways over one document; returns how many parts had marks. */
    private static int compare(List<String> parts) {
        Seen quickSeen = new Seen();
        Seen plainSeen = new Seen();
        TreeHash quick = new TreeHash(quickSeen, true);
        TreeHash plain = new TreeHash(plainSeen, false);
        JsonStream stream = stream(parts);
        Marks marks = new Marks();
        int marked = 0;
        stream.beginArray();
        for (int i = 0; i < parts.size(); i++) {
            assertTrue(stream.nextElement(i == 0));
            JsonTape tape = stream.value();
            marks.over(tape);
            if (tape.kind(0) == JsonTape.OBJECT) {
                Part.RESOURCE_CHANGE.mark(tape, marks);
            }
            marked += marks.isEmpty() ? 0 : 1;
            int place = plain.place();
            byte[] expected;
            try {
                plain.value(tape, marks);
                expected = plain.takeCode(place);
            } catch (IacException e) {
                // A name twice in the plan's own structure; of several, either way may name another.
                IacException refused =
                        assertThrows(IacException.class, () -> new TreeHash(quickSeen, true).value(tape, marks));
                assertTrue(refused.getMessage(), refused.getMessage().contains(" twice"));
                return marked;
            }
            int quickPlace = quick.place();
            quick.value(tape, marks);
            assertArrayEquals(parts.get(i), expected, quick.takeCode(quickPlace));
        }
        assertEquals(plainSeen.texts, quickSeen.texts);
        return marked;
    }

    @Test
    public void value_manyMembersAndManyParts_hasTheCodeOfThePlainWay() {
        StringBuilder wide = new StringBuilder("{");
        StringBuilder marks = new StringBuilder("{");
        for (int i = 0; i < 3_000; i++) {
            wide.append(i == 0 ? "" : ",")
                    .append("\"k")
                    .append(i * 7_919 % 3_000)
                    .append("\":[{},[")
                    .append(i)
                    .append("]]");
            marks.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":[true,false]");
        }
        wide.append('}');
        marks.append('}');
        String one = "{\"change\":{\"before\":" + wide + ",\"after\":" + wide + ",\"before_sensitive\":" + marks
                + ",\"after_sensitive\":{\"k5\":true}}}";
        assertEquals(2, compare(List.of(one, one)));
        // Too many tokens for the quick way, which then hands over.
        String longer = "[" + "[1],".repeat(FlatHash.MOST_TOKENS) + "2]";
        assertEquals(0, compare(List.of(longer, "[1]")));
    }
}
