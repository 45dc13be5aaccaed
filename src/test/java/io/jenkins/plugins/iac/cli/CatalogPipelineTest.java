package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The example pipeline for requests on a catalog: its commands, run as it runs them, on the sample company. */
public class CatalogPipelineTest {
    private static final Path PIPELINE = Path.of("examples/pipelines/catalog.Jenkinsfile");
    private static final Pattern STEP = Pattern.compile("sh '(.*)'");
    private static final Pattern COMMAND = Pattern.compile("java -jar \\S+/iac-runners-cli\\.jar (.*)");
    /** What follows is for requests only. */
    private static final String REQUESTS = "when { changeRequest() }";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path checkout;
    private Path temporary;

    /** A clone, as a controller makes it: what is in {@code origin} a request cannot change. */
    @Before
    public void checkOut() throws Exception {
        Path origin = folder.newFolder("origin").toPath();
        temporary = folder.newFolder("checkout@tmp").toPath();
        checkout = folder.getRoot().toPath().resolve("checkout");
        for (String name : List.of("iac.yaml", "reach.yaml")) {
            Files.copy(Path.of("examples/northstar", name), origin.resolve(name));
        }
        git(origin, "init", "-q", "-b", "main");
        git(origin, "add", "-A");
        git(
                origin,
                "-c",
                "user.name=Alice",
                "-c",
                "user.email=alice@northstar.example",
                "commit",
                "-q",
                "-m",
                "catalog");
        git(origin, "clone", "-q", origin.toString(), checkout.toString());
    }

    private static void git(Path directory, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        run(directory, Map.of(), command);
    }

    private static void run(Path directory, Map<String, String> more, String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().putAll(more);
        Company.output(builder, 0);
    }

    private Path file(String name) {
        return checkout.resolve(name);
    }

    /** Exit codes of this program's steps, up to the one that fails the build. */
    private String build(boolean request) throws Exception {
        String pipeline = Files.readString(PIPELINE);
        assertTrue(pipeline.contains(REQUESTS));
        StringBuilder codes = new StringBuilder();
        for (String step : STEP.matcher(request ? pipeline : pipeline.substring(0, pipeline.indexOf(REQUESTS)))
                .results()
                .map(found -> found.group(1))
                .toList()) {
            var command = COMMAND.matcher(step);
            if (!command.matches()) {
                Map<String, String> agent = Map.of("CHANGE_TARGET", "main", "WORKSPACE_TMP", temporary.toString());
                run(checkout, agent, "/bin/sh", "-c", step);
                continue;
            }
            String[] words = command.group(1).replace("\"", "").split(" ");
            for (int i = 0; i < words.length; i++) {
                String word = words[i].replace("$WORKSPACE_TMP", temporary.toString());
                words[i] = word.endsWith(".yaml") ? checkout.resolve(word).toString() : word;
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
        assertEquals("000", build(true));
        assertEquals("00", build(false));
    }

    @Test
    public void build_wrongCatalog_failsAtLint() throws Exception {
        change("environment: prod\n", "environment: prdo\n");
        assertEquals("1", build(true));
    }

    @Test
    public void build_brokenInvariant_failsAtReach() throws Exception {
        change("trigger == 'person' && actor in", "trigger != 'push' && actor in");
        assertEquals("02", build(true));
    }

    @Test
    public void build_requestThatAlsoLoosensTheInvariant_failsAtThatOfTheTarget() throws Exception {
        change("trigger == 'person' && actor in", "trigger != 'push' && actor in");
        Files.writeString(
                file("reach.yaml"),
                "assertions:\n  - {name: forks stay out, deny: \"source.kind == 'fork_pull_request' && lane == 'full'\"}\n");
        assertEquals("002", build(true));
    }

    /** What the pipeline writes it writes outside of the checkout, where a request could have put a link in its way. */
    @Test
    public void build_ofARequest_writesNothingIntoTheCheckout() throws Exception {
        build(true);
        assertTrue(Files.exists(temporary.resolve("reach.yaml")));
        git(checkout, "diff", "--exit-code");
        try (var files = Files.list(checkout)) {
            assertEquals(
                    List.of(".git", "iac.yaml", "reach.yaml"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    public void docs_showThePipelineAsItIs() throws Exception {
        assertTrue(Files.readString(Path.of("docs/reach.md"))
                .contains("```groovy\n" + Files.readString(PIPELINE) + "```"));
    }
}
