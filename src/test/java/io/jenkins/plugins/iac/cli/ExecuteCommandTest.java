package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ExecuteCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path code;

    @Before
    public void needsTool() throws IOException {
        Company.tool();
        code = folder.newFolder("code").toPath();
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(code.resolve(file).getParent());
        Files.writeString(code.resolve(file), text);
    }

    private Answer execute(String... more) {
        List<String> arguments = new ArrayList<>(List.of("execute", "--format", "json", "--dir", code.toString()));
        arguments.addAll(List.of(more));
        return Company.raw(InstantSource.system(), arguments.toArray(String[]::new));
    }

    private static TreeSet<String> workAreas() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.startsWith("iac-execute-"))
                    .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
        }
    }

    @Test
    public void execute_harmlessCode_isPlannedAndRedactedAndLeavesNothing() throws IOException {
        write(
                "main.tf",
                """
                variable "password" {
                  default   = "correct horse battery"
                  sensitive = true
                }
                resource "terraform_data" "a" { input = var.password }
                module "inner" { source = "./inner" }
                """);
        write("inner/main.tf", "resource \"terraform_data\" \"b\" {}\n# provisioner \"local-exec\" {}\n");
        TreeSet<String> before = workAreas();

        Answer done = execute("--job-id", "job-7");

        assertEquals(done.out() + done.err(), 0, done.exit());
        JsonNode json = done.json();
        assertEquals(
                List.of(
                        "job_id",
                        "status",
                        "error_type",
                        "error_message",
                        "changes",
                        "plan_json",
                        "execution_time_seconds"),
                json.propertyStream().map(Map.Entry::getKey).toList());
        assertEquals("job-7", json.path("job_id").asText());
        assertEquals("SUCCESS", json.path("status").asText());
        assertTrue(json.path("error_type").isNull());
        assertTrue(json.path("error_message").isNull());
        assertEquals(Json.object().put("create", 2), json.path("changes"));
        assertEquals(2, json.path("plan_json").path("resource_changes").size());
        assertTrue(json.path("execution_time_seconds").isNumber());
        assertFalse(done.out().contains("correct horse battery"));
        assertEquals("one line, one document", 1, done.out().lines().count());
        assertTrue(
                "every line of the log names the job: " + done.err(),
                done.err().lines().allMatch(l -> l.contains("\"job_id\":\"job-7\"")));
        TreeSet<String> left = workAreas();
        left.removeAll(before);
        assertEquals("working directories left behind", new TreeSet<>(), left);
        try (Stream<Path> files = Files.walk(code)) {
            assertEquals("the code itself stays as it was", 4, files.count());
        }
    }

    @Test
    public void execute_noPlan_stopsAfterTheValidation() throws IOException {
        write("main.tf", "resource \"terraform_data\" \"a\" {}\n");
        Answer done = execute("--no-plan");
        assertEquals(0, done.exit());
        assertTrue(done.json().path("plan_json").isNull());
        assertEquals(0, done.json().path("changes").size());
        assertFalse(done.err().contains("planning"));
    }

    @Test
    public void execute_invalidConfiguration_saysWhereAndExitsOne() throws IOException {
        write("main.tf", "resource \"terraform_data\" \"a\" {\n  nope = 1\n}\n");
        Answer done = execute();
        assertEquals(1, done.exit());
        assertEquals("FAILED", done.json().path("status").asText());
        assertEquals("invalid", done.json().path("error_type").asText());
        assertTrue(done.out(), done.json().path("error_message").asText().contains("main.tf:2"));
    }

    @Test
    public void execute_faultThatInitFinds_isInvalidToo() throws IOException {
        write("main.tf", "resource \"terraform_data\" \"a\" {}\nresource \"terraform_data\" \"a\" {}\n");
        Answer done = execute();
        assertEquals(done.out(), "invalid", done.json().path("error_type").asText());
        assertEquals(1, done.exit());
    }

    @Test
    public void execute_emptyDirectory_isInvalid() {
        Answer done = execute();
        assertEquals("invalid", done.json().path("error_type").asText());
        assertEquals(1, done.exit());
    }

    @Test
    public void execute_missingVariable_isAFailureOfTheTool() throws IOException {
        write("main.tf", "variable \"needed\" {}\nresource \"terraform_data\" \"a\" { input = var.needed }\n");
        Answer done = execute();
        assertEquals(done.out(), "tool", done.json().path("error_type").asText());
        assertEquals(4, done.exit());
    }

    @Test
    public void execute_attacks_areRefusedByRuleBeforeTheToolRuns() throws IOException {
        Path canary = folder.getRoot().toPath().resolve("canary");
        Map<String, String[]> attacks = Map.ofEntries(
                Map.entry("scan.provisioner", new String[] {
                    "main.tf",
                    "resource \"terraform_data\" \"a\" {\n  provisioner \"local-exec\" { command = \"touch " + canary
                            + "\" }\n}\n"
                }),
                Map.entry(
                        "scan.data-source",
                        new String[] {"main.tf", "data \"external\" \"a\" { program = [\"sh\"] }\n"}),
                Map.entry("scan.backend", new String[] {
                    "main.tf", "terraform {\n  backend \"http\" { address = \"http://127.0.0.1:1/\" }\n}\n"
                }),
                Map.entry("scan.provider", new String[] {"main.tf", "resource \"random_id\" \"a\" { byte_length = 1 }\n"
                }),
                Map.entry(
                        "scan.module",
                        new String[] {"main.tf", "module \"m\" { source = \"git::https://localhost/x.git\" }\n"}),
                Map.entry(
                        "scan.function", new String[] {"main.tf", "output \"o\" { value = file(\"/etc/passwd\") }\n"}),
                Map.entry("scan.file-kind", new String[] {"main.tf.json", "{\"output\":{\"o\":{\"value\":1}}}"}),
                Map.entry("scan.state", new String[] {"terraform.tfstate", "{}"}),
                Map.entry("scan.cli-configuration", new String[] {".terraformrc", ""}),
                Map.entry("scan.plugin-directory", new String[] {".terraform/providers/x", ""}),
                Map.entry("scan.syntax", new String[] {"main.tf", "resource \"terraform_data\" \"a\" {\n"}));
        for (Map.Entry<String, String[]> attack : attacks.entrySet()) {
            code = folder.newFolder().toPath();
            write("other.tf", "locals { ok = 1 }\n");
            write(attack.getValue()[0], attack.getValue()[1]);
            Answer done = execute();
            String what = attack.getKey() + ": " + done.out();
            assertEquals(what, 2, done.exit());
            assertEquals(what, "refused", done.json().path("error_type").asText());
            assertTrue(what, done.json().path("error_message").asText().contains(attack.getKey()));
            assertFalse(what, done.err().contains("initialising"));
        }
        assertFalse(Files.exists(canary));
    }

    @Test
    public void execute_sameCodeTwice_sameResultButForDeclaredFields() throws IOException {
        write(
                "main.tf",
                """
                variable "password" {
                  default   = "hunter2-hunter2"
                  sensitive = true
                }
                resource "terraform_data" "a" {
                  input = { secret = var.password, where = path.cwd }
                }
                """);
        String first = stable();
        assertFalse(first, first.contains("hunter2"));
        assertTrue(first, first.contains("redacted:"));
        assertEquals(first, stable());
    }

    /** The result without what may differ: name and duration of the job, and when the plan was made. */
    private String stable() throws IOException {
        com.fasterxml.jackson.databind.node.ObjectNode result =
                (com.fasterxml.jackson.databind.node.ObjectNode) execute().json();
        assertEquals("SUCCESS", result.path("status").asText());
        result.remove(List.of("job_id", "execution_time_seconds"));
        ((com.fasterxml.jackson.databind.node.ObjectNode) result.path("plan_json")).remove("timestamp");
        return io.jenkins.plugins.iac.json.Json.write(result);
    }

    @Test
    public void execute_linkOutOfTheDirectory_isRefused() throws IOException {
        write("main.tf", "locals { ok = 1 }\n");
        Files.createSymbolicLink(code.resolve("link.tf"), Path.of("/etc/hostname"));
        Answer done = execute();
        assertEquals(2, done.exit());
        assertTrue(done.out(), done.json().path("error_message").asText().contains("scan.link"));
    }

    @Test
    public void execute_badUsage_isAnErrorAndNoJob() {
        code = folder.getRoot().toPath().resolve("nowhere");
        Answer missing = execute();
        assertEquals(1, missing.exit());
        assertTrue(missing.json().path("error").path("where").asText().endsWith("nowhere"));
        for (String[] wrong : new String[][] {
            {"--timeout", "0"}, {"--timeout", "-5"}, {"--timeout", "1000000"}, {"--job-id", "a b"}, {"--job-id", "../x"}
        }) {
            Answer done = execute(wrong);
            assertEquals(done.out(), 1, done.exit());
            assertTrue(done.out(), done.json().path("error").isObject());
        }
    }

    @Test
    public void execute_asText_saysWhatIsRefusedAndWhere() throws IOException {
        write("main.tf", "\ndata \"external\" \"a\" { program = [\"sh\"] }\n");
        Answer done = Company.raw(InstantSource.system(), "execute", "--dir", code.toString(), "--job-id", "j1");
        assertEquals(2, done.exit());
        assertTrue(done.out(), done.out().contains("job j1: FAILED"));
        assertTrue(done.out(), done.out().contains("main.tf:2"));
    }
}
