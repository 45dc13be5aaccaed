package io.jenkins.plugins.iac.json;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.model.IacException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.Test;

public class JsonStreamTest {
    /** Hands out a few bytes at a time, so that every token is cut somewhere. */
    private static final class Dripping extends InputStream {
        private final byte[] bytes;
        private final int most;
        private int at;

        Dripping(byte[] bytes, int most) {
            this.bytes = bytes;
            this.most = most;
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (at == bytes.length) {
                return -1;
            }
            int n = Math.min(Math.min(most, length), bytes.length - at);
            System.arraycopy(bytes, at, into, from, n);
            at += n;
            return n;
        }
    }

    private static JsonStream stream(byte[] json) {
        return new JsonStream(new ByteArrayInputStream(json), "reading", "test", 1 << 20, 1 << 16);
    }

    private static JsonNode read(byte[] json) {
        JsonStream stream = stream(json);
        JsonNode tree = tree(stream.value(), 0);
        stream.end();
        return tree;
    }

    private static JsonNode read(String json) {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode tree(JsonTape tape, int token) {
        return switch (tape.kind(token)) {
            case JsonTape.OBJECT -> {
                ObjectNode object = Json.object();
                for (int name = token + 1; name < tape.after(token); name = tape.after(name + 1)) {
                    object.set(tape.string(name), tree(tape, name + 1));
                }
                yield object;
            }
            case JsonTape.ARRAY -> {
                ArrayNode array = Json.array();
                for (int element = token + 1; element < tape.after(token); element = tape.after(element)) {
                    array.add(tree(tape, element));
                }
                yield array;
            }
            case JsonTape.STRING -> Json.tree(tape.string(token));
            case JsonTape.NUMBER -> Json.tree(new BigDecimal(tape.string(token)));
            case JsonTape.NULL -> NullNode.instance;
            default -> Json.tree(tape.kind(token) == JsonTape.TRUE);
        };
    }

    @Test
    public void value_documents_areWhatJacksonReads() throws Exception {
        String[] documents = {
            "{}",
            "[]",
            "null",
            " true ",
            "false",
            "0",
            "-0",
            "-1.5e+10",
            "1E9",
            "\"\"",
            "\"a\"",
            "[1,[2,[3,{}]],\"x\"]",
            "{\"a\":{\"b\":[true,null]},\"\":0,\"\\u0061b\":1}",
            "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"",
            "\"\u00e9\u20ac\ud83d\ude00\"",
            "\t\r\n [ 1 , 2 ] ",
            "[0.10, 10, 100000000000000000000000000]",
            "{\"long\":\"" + "x".repeat(100_000) + "\",\"n\":" + "9".repeat(900) + "}"
        };
        for (String document : documents) {
            assertEquals(document, text(Json.parse(document)), text(read(document)));
        }
    }

    private static String text(JsonNode node) {
        // Jackson's tree keeps integers apart from decimals; the value is what counts.
        return node.isContainerNode() || !node.isNumber()
                ? node.toString().replaceAll("\\b(\\d+)\\.0+\\b", "$1")
                : node.decimalValue().toPlainString();
    }

    @Test
    public void value_whatIsNoJson_isRefusedAsJacksonDoes() {
        String[] bad = {
            "",
            " ",
            "{",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{'a':1}",
            "{1:1}",
            "01",
            "-",
            "+1",
            "1.",
            ".5",
            "1e",
            "1e+",
            "0x1",
            "NaN",
            "Infinity",
            "nul",
            "nulll",
            "tru",
            "TRUE",
            "\"",
            "\"a",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"a\nb\"",
            "\"\u0000\"",
            "[1 2]",
            "{\"a\" 1}",
            "{\"a\":1 \"b\":2}",
            "]",
            "}",
            "[1}",
            "{\"a\":1]",
            "1 2",
            "{} {}",
            "//x\n1",
            "/**/1",
            "\u00a01",
            "\ufeff1"
        };
        for (String document : bad) {
            assertThrows(document, Exception.class, () -> Json.parse(document)
                    .toString()
                    .charAt(0));
            IacException e = assertThrows(document, IacException.class, () -> read(document));
            assertTrue(e.getMessage(), e.getMessage().contains("at byte"));
        }
    }

    @Test
    public void value_badUtf8AndHalfCharacters_areRefused() {
        int[][] bad = {
            {0x80},
            {0xc0, 0x80},
            {0xc1, 0xbf},
            {0xc3},
            {0xc3, 0x28},
            {0xe0, 0x80, 0x80},
            {0xe2, 0x82},
            {0xed, 0xa0, 0x80},
            {0xf0, 0x80, 0x80, 0x80},
            {0xf4, 0x90, 0x80, 0x80},
            {0xf5, 0x80, 0x80, 0x80},
            {0xff},
            {0xfe}
        };
        for (int[] bytes : bad) {
            byte[] document = new byte[bytes.length + 2];
            document[0] = '"';
            for (int i = 0; i < bytes.length; i++) {
                document[i + 1] = (byte) bytes[i];
            }
            document[bytes.length + 1] = '"';
            assertThrows(IacException.class, () -> read(document));
        }
        for (String half :
                new String[] {"\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"", "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\""
                }) {
            assertThrows(half, IacException.class, () -> read(half));
        }
    }

    @Test
    public void value_cutAnywhere_readsTheSame() throws Exception {
        String document =
                "{\"a\\n\u00e9\ud83d\ude00\":[-1.25e-3,true,false,null,\"\\ud83d\\ude00 \\u00e9 \u20ac\"],\"b\":{\"c\":\""
                        + "y".repeat(300) + "\"}}";
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        String whole = read(bytes).toString();
        for (int most = 1; most < 40; most++) {
            JsonStream stream = new JsonStream(new Dripping(bytes, most), "reading", "test", 1 << 20, 1 << 16);
            assertEquals(whole, tree(stream.value(), 0).toString());
            stream.end();
        }
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, length);
            assertThrows(IacException.class, () -> read(cut));
        }
    }

    @Test
    public void value_containersThatStandTwiceSideBySide_areReadAsJacksonDoes() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            StringBuilder document = new StringBuilder("[");
            for (int i = 0; i < 12; i++) {
                // Of one length and nearly the same, so that only the whole text tells them apart.
                String one = "{\"k\":[" + random.nextInt(3) + ",{\"d\":\"" + "xy".charAt(random.nextInt(2))
                        + "\"}],\"e\":[[1],[1],[2]]}";
                String two = random.nextBoolean() ? one : one.replace('x', 'y');
                document.append(i == 0 ? "" : ",")
                        .append("{\"before\":" + one + ",\"after\":" + two + ",\"more\":[" + one + "," + one + "," + two
                                + "]" + " ".repeat(random.nextInt(3)) + "}");
            }
            byte[] bytes = document.append(']').toString().getBytes(StandardCharsets.UTF_8);
            JsonNode expected = Json.parse(new String(bytes, StandardCharsets.UTF_8));
            JsonStream stream =
                    new JsonStream(new Dripping(bytes, 1 + random.nextInt(50)), "reading", "test", 1 << 20, 1 << 16);
            stream.beginArray();
            for (int i = 0; i < expected.size(); i++) {
                assertTrue(stream.nextElement(i == 0));
                assertEquals(text(expected.get(i)), text(tree(stream.value(), 0)));
            }
            assertEquals(text(expected), text(read(bytes)));
        }
    }

    @Test
    public void value_containersThatStandTwice_countInFullAgainstTheLimitOfParts() {
        String one = "[" + "1,".repeat(99) + "1]";
        String document = "[" + (one + ",").repeat(700) + one + "]";
        IacException e = assertThrows(IacException.class, () -> read(document));
        assertTrue(e.getMessage(), e.getMessage().contains("more than 65536 parts"));
    }

    @Test
    public void value_atTheBuffersEdge_readsTheSame() {
        // Tokens of every sort lie across the end of the first buffer, at every offset.
        String tail = "\",\"\u00e9\\n\ud83d\ude00\\ud83d\\ude00\",-12.5e3,true,{\"k\":null}]";
        for (int pad = (1 << 17) - 80; pad < (1 << 17) + 2; pad++) {
            JsonNode tree = read("[\"" + "z".repeat(pad) + tail);
            assertEquals(pad, tree.get(0).asText().length());
            assertEquals("\u00e9\n\ud83d\ude00\ud83d\ude00", tree.get(1).asText());
            assertEquals(-12500, tree.get(2).asInt());
            assertEquals("{\"k\":null}", tree.get(4).toString());
        }
    }

    @Test
    public void value_damagedAtRandom_isReadOrRefusedAsJacksonDoes() {
        Random random = new Random(5);
        byte[] seed = "{\"a\":[1,2.5e3,\"x\\u00e9\\n\",{\"b\":null,\"c\":[true,false]}],\"d\":\"\u00e9\u20ac\"}"
                .getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int round = 0; round < 30_000; round++) {
            byte[] damaged = seed.clone();
            for (int i = 0; i <= random.nextInt(2); i++) {
                damaged[random.nextInt(damaged.length)] =
                        "{}[]:,\"\\ 0123-.eEtrufalsn\u0001".getBytes(StandardCharsets.UTF_8)[random.nextInt(26)];
            }
            String jackson;
            try {
                jackson = text(Json.mapper().readTree(damaged));
            } catch (java.io.IOException e) {
                // Two names may have become one, which is for this reader's callers to find.
                jackson = e.getMessage().contains("Duplicate") ? "duplicate" : null;
            }
            String ours;
            try {
                ours = text(read(damaged));
                read++;
            } catch (IacException e) {
                ours = null;
            }
            if (!"duplicate".equals(jackson)) {
                assertEquals(new String(damaged, StandardCharsets.UTF_8), jackson, ours);
            }
        }
        assertTrue("some are still JSON: " + read, read > 1_000);
    }

    @Test
    public void value_pastALimit_isRefusedWithTheLimit() {
        Object[][] cases = {
            {"[".repeat(10_000), "nesting deeper than 500"},
            {"{\"a\":".repeat(600), "nesting deeper than 500"},
            {"9".repeat(1_001), "a number of"},
            {"0." + "1".repeat(100_000_000 / 100), "more than 1000 digits"},
            {"\"" + "x".repeat(2 << 20) + "\"", "a single value of more than 1048576 bytes"},
            {"[" + "1,".repeat(70_000) + "1]", "more than 65536 parts"},
            {"{\"" + "n".repeat(60_000) + "\":1}", "a name longer than 50000 bytes"},
        };
        for (Object[] one : cases) {
            IacException e = assertThrows(IacException.class, () -> read((String) one[0]));
            assertTrue(e.getMessage(), e.getMessage().contains((String) one[1]));
        }
        assertEquals(500, depth(read("[".repeat(500) + "]".repeat(500))));
    }

    private static int depth(JsonNode node) {
        int depth = 0;
        for (JsonNode at = node; at != null; at = at.get(0)) {
            depth++;
        }
        return depth;
    }

    @Test
    public void members_outerStructure_isWalkedStepByStep() {
        JsonStream stream = stream("{ \"a\" : [ 1 , {} ] , \"b\\n\" : \"x\" } ".getBytes(StandardCharsets.UTF_8));
        stream.beginObject();
        assertEquals("a", stream.nextMember(true));
        stream.beginArray();
        assertTrue(stream.nextElement(true));
        assertEquals("1", stream.value().string(0));
        assertTrue(stream.nextElement(false));
        stream.value();
        assertEquals(false, stream.nextElement(false));
        assertEquals("b\n", stream.nextMember(false));
        assertEquals("x", stream.value().string(0));
        assertEquals(null, stream.nextMember(false));
        stream.end();
        for (String bad :
                new String[] {"{\"a\":1 \"b\":2}", "{,}", "{\"a\":1,}", "{\"a\" 1}", "{\"a\":1", "{\"a\":1}x"}) {
            assertThrows(bad, IacException.class, () -> {
                JsonStream walked = stream(bad.getBytes(StandardCharsets.UTF_8));
                walked.beginObject();
                for (String name = walked.nextMember(true); name != null; name = walked.nextMember(false)) {
                    walked.value();
                }
                walked.end();
            });
        }
    }
}
