package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Our reader against the real binary: what Terraform reads, we read with the same blocks and arguments on the same lines. {@code fmt} says what is valid, {@code validate} names every item that
 * it does not know, at the top and inside a {@code terraform} block.
 */
public class HclDifferentialTest {
    private static final int FILES = Integer.getInteger("iac.differential.files", 4000);
    private static final long SEED = Long.getLong("iac.differential.seed", 20261101L);
    private static final Pattern REFUSED = Pattern.compile("on (\\S+) line \\d+");
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private Terraform terraform;

    @Before
    public void find() throws Exception {
        terraform = Terraform.find(temporary.newFolder("home").toPath());
    }

    @Test
    public void reader_againstTheBinary_seesTheSameStructure() throws Exception {
        Map<String, String> files = generate();
        Set<String> refusedByTool = refusedByTool(files);
        Map<String, Body> read = new HashMap<>();
        Map<String, String> refusedByUs = new TreeMap<>();
        int stricter = 0;
        Map<String, String> both = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            try {
                read.put(file.getKey(), HclReader.read(file.getValue().getBytes(StandardCharsets.UTF_8)));
                if (!refusedByTool.contains(file.getKey())) {
                    both.put(file.getKey(), file.getValue());
                }
            } catch (SyntaxException e) {
                stricter++;
                if (!refusedByTool.contains(file.getKey())) {
                    refusedByUs.put(file.getKey(), e.getMessage());
                }
            }
        }
        int valid = files.size() - refusedByTool.size();
        assertTrue("only " + valid + " of the files are valid", valid > FILES / 3);
        assertTrue("only " + refusedByTool.size() + " of the files are not valid", refusedByTool.size() > FILES / 10);
        assertTrue(stricter + " refused", stricter > 0);
        refusedByUs.forEach((name, why) -> fail("refused though valid: " + name + ": " + why + "\n" + files.get(name)));

        Map<String, List<String>> seen = itemsOfTool(both);
        for (String name : both.keySet()) {
            assertEquals(name + "\n" + both.get(name), seen.getOrDefault(name, List.of()), items(read.get(name)));
        }
    }

    private Map<String, String> generate() {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < FILES; i++) {
            RandomHcl hcl = new RandomHcl(SEED + i);
            String text = hcl.file("zq" + i + "_");
            if (i % 3 == 1) {
                text = "terraform {\n" + text.replace("\uFEFF", "") + "\n}\n";
            }
            files.put("f" + i + ".tf", i % 3 == 2 ? hcl.mutate(text) : text);
        }
        return files;
    }

    private Path write(String directory, Map<String, String> files) throws Exception {
        Path path = temporary.newFolder(directory).toPath();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(path.resolve(file.getKey()), file.getValue());
        }
        return path;
    }

    private Set<String> refusedByTool(Map<String, String> files) throws Exception {
        Path directory = write("fmt", files);
        Terraform.Answer answer = terraform.run(directory, "fmt", "-check", "-list=false", "-no-color");
        Set<String> refused = new HashSet<>();
        Matcher matcher = REFUSED.matcher(answer.err());
        while (matcher.find()) {
            refused.add(matcher.group(1));
        }
        assertTrue("fmt names no file it cannot read:\n" + answer.err(), !refused.isEmpty());
        return refused;
    }

    /** What {@code validate} says is not expected, as "line kind name", sorted, by file. */
    private Map<String, List<String>> itemsOfTool(Map<String, String> files) throws Exception {
        Path directory = write("validate", files);
        JsonNode report =
                Json.parse(terraform.run(directory, "validate", "-json").out());
        Map<String, List<String>> items = new HashMap<>();
        for (JsonNode diagnostic : report.path("diagnostics")) {
            String summary = diagnostic.path("summary").asText();
            if (!summary.equals("Unsupported block type") && !summary.equals("Unsupported argument")) {
                continue;
            }
            Matcher name = NAME.matcher(diagnostic.path("detail").asText());
            assertTrue(diagnostic.toString(), name.find());
            items.computeIfAbsent(diagnostic.path("range").path("filename").asText(), f -> new ArrayList<>())
                    .add(item(
                            diagnostic.path("range").path("start").path("line").asInt(),
                            summary.endsWith("type"),
                            name.group(1)));
        }
        items.values().forEach(Collections::sort);
        return items;
    }

    private static String item(int line, boolean block, String name) {
        return line + (block ? " block " : " argument ") + name;
    }

    private static List<String> items(Body body) {
        List<String> items = new ArrayList<>();
        body.attributes().forEach(a -> items.add(item(a.line(), false, a.name())));
        for (Body.Block block : body.blocks()) {
            if (block.type().equals("terraform")) {
                items.addAll(items(block.body()));
            } else {
                items.add(item(block.line(), true, block.type()));
            }
        }
        Collections.sort(items);
        return items;
    }
}
