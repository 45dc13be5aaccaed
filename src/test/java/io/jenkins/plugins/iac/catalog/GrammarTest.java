package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.Test;

public class GrammarTest {
    private static final int TEXTS = 20_000;
    private static final int LONGEST_STACK = 200;
    private static final String[] PARTS = {
        "a",
        "Z",
        "0",
        ".",
        "..",
        "_",
        "-",
        "/",
        "//",
        "main",
        "eu-west-1",
        "@",
        "*",
        " ",
        "\u00e9",
        "\n",
        ":",
        "x".repeat(99)
    };

    /** Most names are read without their pattern; the answer must be the pattern's. */
    @Test
    public void matches_anyText_asItsPatternSays() {
        Random random = new Random(20261121);
        int matched = 0;
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder parts = new StringBuilder();
            for (int n = random.nextInt(8); n >= 0; n--) {
                parts.append(PARTS[random.nextInt(PARTS.length)]);
            }
            String text = parts.toString();
            for (Grammar grammar : Grammar.values()) {
                boolean expected = text.length() <= (grammar == Grammar.STACK ? LONGEST_STACK : 1_000)
                        && Pattern.matches(grammar.regex(), text)
                        && !(grammar.forbidsDots() && text.contains(".."));
                assertEquals(grammar + " of " + text, expected, grammar.matches(text));
                matched += expected ? 1 : 0;
            }
        }
        assertTrue("only " + matched + " matched", matched > TEXTS);
    }

    @Test
    public void load_stackWithATooLongName_isAFinding() {
        String id = "a".repeat(100) + "/" + "b".repeat(100);
        LoadResult result = CatalogLoader.load("stacks: [{id: " + id + ", directory: d}]", "long");
        assertTrue(result.errors().toString(), result.errors().stream().anyMatch(e -> e.path()
                .equals("stacks[0].id")));
    }
}
