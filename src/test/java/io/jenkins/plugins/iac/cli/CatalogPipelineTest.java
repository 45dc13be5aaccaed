package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The example pipeline for requests on a catalog: its commands, run as it runs them, on the sample company. */
public class CatalogPipelineTest {
    private static final Path PIPELINE = Path.of("examples/pipelines/catalog.Jenkinsfile");
    private static final Pattern COMMAND = Pattern.compile("sh 'java -jar \\S+/iac-runners-cli\\.jar (.*)'");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void checkOut() throws Exception {
        for (String name : List.of("iac.yaml", "reach.yaml")) {
            Files.copy(Path.of("examples/northstar", name), file(name));
        }
    }

    private Path file(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    /** Exit codes of the steps, up to the one that fails the build. */
    private String build() throws Exception {
        List<String> steps = COMMAND.matcher(Files.readString(PIPELINE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertEquals(2, steps.size());
        StringBuilder codes = new StringBuilder();
        for (String step : steps) {
            String[] words = step.split(" ");
            for (int i = 0; i < words.length; i++) {
                words[i] = words[i].endsWith(".yaml") ? file(words[i]).toString() : words[i];
            }
            int code = Company.raw(InstantSource.system(), words).exit();
            codes.append(code);
            if (code != 0) {
                break;
            }
        }
        return codes.toString();
    }

    private void change(String from, String to) throws Exception {
        String text = Files.readString(file("iac.yaml"));
        assertTrue(from, text.contains(from));
        Files.writeString(file("iac.yaml"), text.replace(from, to));
    }

    @Test
    public void build_sampleCatalog_passes() throws Exception {
        assertEquals("00", build());
    }

    @Test
    public void build_wrongCatalog_failsAtLint() throws Exception {
        change("environment: prod\n", "environment: prdo\n");
        assertEquals("1", build());
    }

    @Test
    public void build_brokenInvariant_failsAtReach() throws Exception {
        change("trigger == 'person' && actor in", "trigger != 'push' && actor in");
        assertEquals("02", build());
    }

    @Test
    public void docs_showThePipelineAsItIs() throws Exception {
        assertTrue(Files.readString(Path.of("docs/reach.md"))
                .contains("```groovy\n" + Files.readString(PIPELINE) + "```"));
    }
}
