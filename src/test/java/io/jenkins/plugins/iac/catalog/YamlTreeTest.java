package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What a person reads in a review is what is read here. */
public class YamlTreeTest {
    private static List<String> errors(String text) {
        Findings findings = new Findings();
        YamlTree.read(text, findings);
        return Fixtures.found(findings.errors());
    }

    private static void assertFirstError(String text, String place, String part) {
        List<String> errors = errors(text);
        assertFalse(text + " is taken", errors.isEmpty());
        String first = errors.get(0);
        assertTrue(text + ": " + first, first.startsWith(place) && first.contains(part));
    }

    @Test
    public void read_charactersThatNobodySees_areErrorsWithTheirPlace() {
        String[][] table = {
            {"a: b # harmless\u2028c: d", "1:16", "U+2028, which ends a line"},
            {"a: b # harmless\u2029c: d", "1:16", "U+2029, which ends a line"},
            {"a: b # harmless\u0085c: d", "1:16", "U+0085, which ends a line"},
            {"a: b # harmless\rc: d\n", "1:16", "a carriage return without a line feed"},
            {"a: b\r", "1:5", "a carriage return without a line feed"},
            {"a: b\nc: ma\u200bin\n", "2:6", "U+200B, which nobody sees"},
            {"a: 'x' # \u202e } \u2066 if admin", "1:10", "U+202E, which nobody sees"},
            {"a: \ud83d\ude00\u00ad", "1:5", "U+00AD, which nobody sees"},
            {"a: x\udb40\udc41", "1:5", "U+E0041, which nobody sees"},
            {"a: x\u3164", "1:5", "U+3164, which nobody sees"},
            {"a: x\u115f", "1:5", "U+115F, which nobody sees"},
            {"a: x\u1160", "1:5", "U+1160, which nobody sees"},
            {"a: x\uffa0", "1:5", "U+FFA0, which nobody sees"},
            {"a: x\u2800", "1:5", "U+2800, which nobody sees"},
            {"a: x\u034f", "1:5", "U+034F, which nobody sees"},
            {"a: x\ufe0f", "1:5", "U+FE0F, which nobody sees"},
            {"a: x\ue000", "1:5", "U+E000, which nobody sees"},
            {"a: b\ufeff", "1:5", "a byte order mark within the text"},
        };
        for (String[] row : table) {
            assertFirstError(row[0], row[1] + " ", row[2]);
        }
        assertEquals("all of them", 3, errors("a: \u200b\nb: \u200bx\u200d").size());
    }

    @Test
    public void read_charactersThatAreSeen_areNot() {
        for (String text : List.of(
                "a: b\r\nc: d\r\n",
                "\ufeffa: b\n",
                "a: \u00fcn\u00ef \u65e5\u672c \ud83d\ude00 # \u00a0\u2026",
                "a: \"\\u200b\\L\"")) {
            assertEquals(text, List.of(), errors(text));
        }
    }

    /** From forms and Configuration as Code there is no text to look at, only values. */
    @Test
    public void load_textOfAFormThatNobodySees_isAnError() {
        String[][] table = {
            // field, what stands in it, what is found
            {"require", "source.ref != 'ma\u200bin'", "U+200B"},
            {"require", "source.ref != 'ma\u3164in'", "U+3164"},
            {"message", "only \u202e } \u2066 if admin", "U+202E"},
            {"message", "a\u0085b", "U+0085"},
            {"message", "a\u2800b", "U+2800"},
            {"message", "a plain one \ud83d\ude00 \u00fcn\u00ef", ""},
        };
        for (String[] row : table) {
            Map<String, Object> rule = new LinkedHashMap<>(Map.of("name", "r", "require", "source.ref != 'x'"));
            rule.put(row[0], row[1]);
            LoadResult result = CatalogLoader.load(Map.of("rules", List.of(rule)), "form");
            assertEquals(
                    row[2].isEmpty()
                            ? "[]"
                            : "[rules[0]." + row[0] + ": found " + row[2]
                                    + ", which nobody sees, expected text that reads as it looks;"
                                    + " remove it; in a condition it can be written as an escape of CEL]",
                    result.errors().toString());
        }
        Map<String, Object> team = Map.of("name", "t", "users", List.of("al\u3164ice"));
        String ofUser = CatalogLoader.load(Map.of("teams", List.of(team)), "form")
                .errors()
                .toString();
        assertTrue(ofUser, ofUser.contains("teams[0].users[0]") && ofUser.contains("U+3164"));
    }

    /** What came as values, or as escapes, is written so that it reads again and everybody sees it. */
    @Test
    public void toYaml_charactersThatNobodySees_areEscapes() {
        for (String text : List.of(
                "ma\u200bin",
                "\u202e x",
                "a\u2028b",
                "a\u0085b",
                "\ufeff",
                "\u00ad\u00fc",
                "x\udb40\udc41",
                "x\u3164")) {
            Map<String, Object> context = Map.of(
                    "name", "c", "version", 1, "owner", "t", "variables", Map.of("v", text, "w", "\u00fcn\u00ef"));
            Map<String, Object> plain = Map.of("teams", List.of(Map.of("name", "t")), "contexts", List.of(context));
            String yaml = CatalogLoader.load(plain, "form").orThrow().toYaml();
            LoadResult again = CatalogLoader.load(yaml, "again");
            assertEquals(yaml, List.of(), again.errors());
            assertEquals(
                    text, again.catalog().context("c").orElseThrow().variables().get("v"));
            assertEquals(Map.of("k", text), Fragment.read(Fragment.write(Map.of("k", text)), "a field"));
        }
        assertTrue(Fragment.write(Map.of("k", "\u00fcn\u00ef")).contains("\u00fcn\u00ef"));
    }

    @Test
    public void read_twoMeaningsForTwoReaders_isRefused() {
        Map.of(
                        "a: b\na: c", "the key 'a' twice",
                        "{a: b, \"a\": c}", "the key 'a' twice",
                        "a: b\n---\nc: d", "a second document",
                        "a: !!int 3", "the tag",
                        "a: *x", "the alias *x",
                        "? [a]\n: b", "a list or map as a key",
                        "a:\tb\n\tc: d", "not YAML",
                        "a: b: c", "not YAML",
                        "a: \"\\ud83d\"", "half of a surrogate pair")
                .forEach((text, part) -> assertFirstError(text, "", part));
    }

    /** Places are those of an editor, whatever stands before. */
    @Test
    public void read_places_areThoseOfTheText() {
        Findings findings = new Findings();
        Tree.Mapping tree = (Tree.Mapping) YamlTree.read(
                "# c\r\na: [x, {b: 'q''s'}]\r\n\"k: 1\": |\r\n  text\r\n\r\nd:\r\n- \ud83d\ude00 y\r\n", findings);
        assertNotNull(findings.errors().toString(), tree);
        Tree.Sequence list = (Tree.Sequence) tree.get("a");
        Tree.Mapping inner = (Tree.Mapping) list.items().get(1);
        assertEquals("2:4", at(list));
        assertEquals("2:8", at(inner));
        assertEquals("2:12", at(inner.get("b")));
        assertEquals("q's", ((Tree.Scalar) inner.get("b")).text());
        assertEquals("3:9", at(tree.get("k: 1")));
        assertEquals("text\n", ((Tree.Scalar) tree.get("k: 1")).text());
        assertEquals("7:3", at(((Tree.Sequence) tree.get("d")).items().get(0)));
    }

    private static String at(Tree tree) {
        return tree.line() + ":" + tree.column();
    }
}
