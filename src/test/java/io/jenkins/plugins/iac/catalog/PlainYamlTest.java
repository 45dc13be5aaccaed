package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** What the small reader accepts must mean what the YAML library means by it, to the column. */
public class PlainYamlTest {
    private static final int DOCUMENTS = Integer.getInteger("iac.test.documents", 10_000);
    private static final String[] PIECES = {
        "a",
        "b1",
        "name",
        "x y",
        "\"q\"",
        "'s'",
        "'it''s'",
        "\"\"",
        "''",
        ":",
        ": ",
        "- ",
        "-",
        "-1",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        " ",
        "  ",
        "\n",
        "\n  ",
        "\n    ",
        "\n- ",
        "\n  - ",
        "#",
        " # c",
        "\n# c\n",
        "http://h:80/p",
        "~",
        "null",
        "*",
        "&a ",
        "!t ",
        "|",
        ">",
        "?",
        "? ",
        "%",
        "@",
        "`",
        "---",
        "...",
        "\\",
        "\t",
        "\r\n",
        "\u00e9",
        "\ufeff",
        "\ud83d\ude00",
        "\u2028",
        "\u0085",
        "=",
        "<<",
        "a:",
        "a: b",
        "\na: b",
        "\n  a: ",
        "[a, b]",
        "{a: b}",
        "{\"a\":1}",
        "a::",
        ":a"
    };

    private final Random random = new Random(20261121);
    private int accepted;

    private void compare(String text) {
        Tree plain = PlainYaml.read(text);
        if (plain == null) {
            return;
        }
        accepted++;
        Findings findings = new Findings();
        Tree library = YamlTree.readWithLibrary(text, findings);
        assertEquals(text, List.of(), findings.errors());
        assertEquals(text, library, plain);
    }

    private String word() {
        return PIECES[random.nextInt(random.nextInt(3) == 0 ? PIECES.length : 9)];
    }

    private void block(StringBuilder into, int indent, int depth) {
        boolean list = random.nextInt(3) == 0;
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            into.append(" ".repeat(indent)).append(list ? "- " : "k" + n + random.nextInt(3) + ":");
            if (!list && depth > 0 && random.nextInt(3) == 0) {
                into.append(random.nextInt(4) == 0 ? "  # c\n" : "\n");
                block(into, indent + random.nextInt(3), depth - 1);
                continue;
            }
            into.append(list ? "" : " ");
            into.append(
                    switch (random.nextInt(6)) {
                        case 0 -> "[" + word() + ", " + word() + "]";
                        case 1 -> "{a: " + word() + ", \"b\": [" + word() + "]}";
                        case 2 -> "a: " + word() + "\n" + " ".repeat(indent + 2) + "b: " + word();
                        case 3 -> "";
                        default -> word() + (random.nextInt(5) == 0 ? " # c" : "");
                    });
            into.append('\n');
        }
    }

    @Test
    public void read_generatedDocuments_sameAsTheLibrary() {
        for (int i = 0; i < DOCUMENTS; i++) {
            StringBuilder text = new StringBuilder();
            block(text, random.nextInt(8) == 0 ? 2 : 0, 3);
            compare(text.toString());
        }
        assertTrue("only " + accepted + " were accepted", accepted > DOCUMENTS / 10);
    }

    @Test
    public void read_randomPieces_sameAsTheLibrary() {
        for (int i = 0; i < DOCUMENTS; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "a: " : "");
            for (int n = random.nextInt(9); n >= 0; n--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            compare(text.toString());
        }
        assertTrue("only " + accepted + " were accepted", accepted > 50);
    }

    /** Catalogs as people write them, with one or two characters cut out, put in or replaced. */
    @Test
    public void read_damagedCatalogs_sameAsTheLibrary() throws IOException {
        List<java.nio.file.Path> files = new ArrayList<>(Fixtures.all("valid"));
        files.addAll(Fixtures.all("invalid"));
        files.add(java.nio.file.Path.of("examples/northstar/iac.yaml"));
        files.add(java.nio.file.Path.of("examples/northstar/reach.yaml"));
        files.add(java.nio.file.Path.of("src/test/resources/admission/catalog.yaml"));
        for (java.nio.file.Path file : files) {
            String whole = Files.readString(file);
            compare(whole);
            for (int i = 0; i < DOCUMENTS / 200; i++) {
                String[] lines = whole.split("(?<=\n)");
                int from = random.nextInt(lines.length);
                int to = Math.min(lines.length, from + 1 + random.nextInt(12));
                StringBuilder text =
                        new StringBuilder(String.join("", List.of(lines).subList(from, to)));
                for (int n = random.nextInt(3); n > 0; n--) {
                    int place = random.nextInt(text.length() + 1);
                    int cut = Math.min(text.length(), place + random.nextInt(3));
                    text.replace(place, cut, random.nextBoolean() ? "" : PIECES[random.nextInt(PIECES.length)]);
                }
                compare(text.toString());
            }
        }
        assertTrue("only " + accepted + " were accepted", accepted > 300);
    }

    @Test
    public void read_ordinaryCatalog_isPlain() throws IOException {
        for (String file :
                List.of("examples/northstar/iac.yaml", "src/test/resources/catalog/valid/inheritance.yaml")) {
            assertNotNull(file, PlainYaml.read(Files.readString(java.nio.file.Path.of(file))));
        }
    }

    @Test
    public void read_beyondThePlainPart_isLeftToTheLibrary() {
        for (String text : List.of(
                "",
                "# only a comment",
                "a: |\n  b",
                "a: >\n  b",
                "a: &x b",
                "a: *x",
                "a: !t b",
                "a: b\n  c",
                "a: \"b\n  c\"",
                "a: [b,\n  c]",
                "a: \"\\n\"",
                "? a",
                "a: b\n---\nc: d",
                "%YAML 1.1\n---\na: b",
                "a: b\na: c",
                "a:\tb",
                "a: [b, ]",
                "a: {b}",
                "a: b: c",
                "- - a",
                "a: 'b' c",
                "a: b\n c: d",
                "\ufeffa: b",
                "a: b\r\n",
                "<<: a")) {
            assertNull(text, PlainYaml.read(text));
        }
    }
}
