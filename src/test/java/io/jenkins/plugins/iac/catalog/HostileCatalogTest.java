package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Whatever the bytes, the loader answers with findings or a catalog, and never with an exception. */
public class HostileCatalogTest {
    private static final int MUTANTS = 600;
    private static final String[] PIECES = {
        "'",
        "\"",
        ":",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "!!x ",
        "|",
        ">",
        "#",
        "\n",
        "  ",
        "\t",
        "\0",
        "~",
        "null",
        "true",
        "9999999999",
        "-1",
        "..",
        "**",
        "é",
        "\ud83d",
        "\u202e",
        "%",
        "@",
        "`",
        "<<: ",
        "? ",
        "---\n",
        "\r",
    };

    private final Random random = new Random(11);

    private String mutate(String text) {
        StringBuilder mutant = new StringBuilder(text);
        for (int edits = 1 + random.nextInt(4); edits > 0 && mutant.length() > 0; edits--) {
            int at = random.nextInt(mutant.length());
            int end = Math.min(mutant.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> mutant.delete(at, end);
                case 1 -> mutant.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> mutant.insert(at, mutant.substring(at, end));
                default -> mutant.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return mutant.toString();
    }

    private static List<String> texts(String... folders) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String folder : folders) {
            for (Path file : Fixtures.all(folder)) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    public void load_mutatedCatalogs_findingsOrACatalogThatExports() throws IOException {
        // One half begins with a catalog that loads, so that enough of them still do however many others there are.
        List<List<String>> seeds = List.of(texts("valid", "warnings"), texts("invalid"));
        int usable = 0;
        for (int i = 0; i < MUTANTS; i++) {
            List<String> some = seeds.get(i % seeds.size());
            String mutant = mutate(some.get(random.nextInt(some.size())));
            LoadResult result;
            try {
                result = CatalogLoader.load(mutant, "mutant");
            } catch (RuntimeException e) {
                throw new AssertionError("mutant " + i + ":\n" + mutant, e);
            }
            assertEquals("mutant " + i, result.errors().isEmpty(), result.isOk());
            if (result.isOk()) {
                usable++;
                LoadResult again = CatalogLoader.load(result.catalog().toYaml(), "again");
                assertEquals("mutant " + i + ":\n" + mutant, List.of(), again.errors());
                assertEquals(result.catalog().toJson(), again.catalog().toJson());
            }
        }
        assertTrue("only " + usable + " mutants were usable", usable > MUTANTS / 50);
    }
}
