package io.jenkins.plugins.iac.json;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
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
