package io.jenkins.plugins.iac.json;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

/** The examples of RFC 8785: what we hash is what every other implementation hashes. */
public class CanonicalJsonTest {
    private static String canonical(String json) throws Exception {
        return new String(CanonicalJson.bytes(Json.parse(json)), StandardCharsets.UTF_8);
    }

    @Test
    public void bytes_exampleOfSection322_isTheirs() throws Exception {
        String input =
                """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }
                """;
        assertEquals(
                "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
                canonical(input));
    }

    @Test
    public void bytes_keysOfSection323_areInTheirOrder() throws Exception {
        String input =
                """
                {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                 "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control",
                 "\\u00f6": "Latin Small Letter O With Diaeresis"}
                """;
        assertEquals(
                "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
                canonical(input));
    }

    @Test
    public void bytes_numberBeyondADouble_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> canonical("[1e400]"));
    }

    /** Each of these would otherwise have the bytes of another document. */
    @Test
    public void bytes_whatWouldBeRoundedOrReplaced_isRefusedAndSaysWhat() throws Exception {
        List<String> none = List.of(
                "9007199254740992",
                "9007199254740993",
                "-9007199254740993",
                "{\"a\":[18446744073709551616]}",
                "9007199254740993.0",
                "0.1000000000000000055511151231257827",
                "\"\\ud800\"",
                "\"\\udc00x\"",
                "\"x\\ud800\\ud800\\udc00\"",
                "{\"\\udfff\":1}",
                "-1e400");
        for (String json : none) {
            IllegalArgumentException e =
                    assertThrows(json, IllegalArgumentException.class, () -> canonical("[" + json + "]"));
            assertTrue(e.getMessage(), e.getMessage().startsWith("the document has no canonical form: "));
        }
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> CanonicalJson.bytes(Json.array().add(value)));
        }
        assertEquals("[-9007199254740991]", canonical("[-9007199254740991]"));
        assertEquals("[0.1,1e+21,-0.5]", canonical("[0.10,1e21,-0.5]"));
        assertEquals("[\"\ud83d\ude00\"]", canonical("[\"\\ud83d\\ude00\"]"));
    }

    @Test
    public void parse_notANumber_isRefused() {
        for (String json : List.of("NaN", "Infinity", "-Infinity", "[NaN]", "01", "+1", ".5", "0x10")) {
            assertThrows(json, JsonProcessingException.class, () -> Json.parse(json));
        }
    }

    @Test
    public void parse_duplicateKey_isRefused() {
        assertThrows(JsonProcessingException.class, () -> Json.parse("{\"a\":1,\"a\":2}"));
    }

    @Test
    public void parse_moreThanOneDocument_isRefused() {
        assertThrows(JsonProcessingException.class, () -> Json.parse("{} {}"));
    }

    @Test
    public void parse_bombs_areRefused() {
        assertThrows(
                JsonProcessingException.class,
                () -> Json.parse("[".repeat(Limits.DEPTH + 1) + "]".repeat(Limits.DEPTH + 1)));
        assertThrows(JsonProcessingException.class, () -> Json.parse("9".repeat(Limits.NUMBER_LENGTH + 1)));
    }
}
