package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Names, options, documents and exit codes that scripts of other people use; nothing here needs the tool. */
public class UsageTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private Path directory;
    private Path catalog;

    @Before
    public void catalog() throws Exception {
        directory = temporary.getRoot().toPath().toRealPath();
        catalog = directory.resolve("iac.yaml");
        Files.createDirectories(directory.resolve("code/dev/app"));
        Files.writeString(directory.resolve("code/dev/app/main.tf"), "resource \"terraform_data\" \"a\" {}\n");
        Files.writeString(
                catalog,
                """
                environments:
                  - {name: dev}
                pools:
                  - {name: forks, trust: untrusted, ephemeral: true, operations: [fmt, validate, static_policy], tools: [TOOL]}
                  - {name: gone, environments: [dev], operations: [plan, apply], tools: [TOOL]}
                stacks:
                  - {id: dev/app, repository: "git@github.com:northstar/infra-live.git", directory: dev/app, environment: dev, pools: [gone, forks], tool: {name: terraform, version: "1.11.4"}, backend: {type: local, config: {}}}
                """
                        .replace(
                                "TOOL",
                                "{name: terraform, version: \"1.11.4\", path: /nonexistent/terraform, sha256: \"sha256:"
                                        + "0".repeat(64) + "\"}"));
    }

    private Answer call(String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--format", "json", "--home", directory.resolve("home").toString(), "--catalog", catalog.toString()));
        return Company.raw(InstantSource.system(), all.toArray(String[]::new));
    }

    private Answer plan(String stack, String source) {
        return call(
                "plan",
                "--stack",
                stack,
                "--dir",
                directory.resolve("code").toString(),
                "--source",
                source,
                "--ref",
                "main",
                "--commit",
                COMMIT,
                "--actor",
                "alice");
    }

    private Path file(String name, byte[] bytes) throws Exception {
        return Files.write(directory.resolve(name), bytes);
    }

    @Test
    public void anyCommand_noArguments_isBadUsage() {
        Company.raw(InstantSource.system(), "--format", "json").fails(1, "no command given");
        Company.raw(InstantSource.system(), "nonsense", "--format=json").fails(1, "nonsense");
        call("plan").fails(1, "--stack");
        call("apply").fails(1, "RUN");
        call("explain", "--stack", "dev/app", "--operation", "plan", "--source", "branch", "--evil")
                .fails(1, "--evil");
    }

    @Test
    public void anyCommand_textFormat_saysTheErrorInASentenceOnStandardError() {
        Answer answer = Company.raw(
                        InstantSource.system(),
                        "lint",
                        directory.resolve("none.yaml").toString())
                .ends(1);
        assertTrue(answer.out() + answer.err(), (answer.out() + answer.err()).contains("none.yaml"));
        Answer unknown = Company.raw(
                        InstantSource.system(),
                        "run",
                        "show",
                        "20200101-000000-00000000",
                        "--home",
                        directory + "/home")
                .ends(1);
        assertEquals("", unknown.out());
        assertTrue(unknown.err(), unknown.err().startsWith("error: looking for a run (20200101-000000-00000000)"));
    }

    @Test
    public void help_ofEveryCommand_teaches() {
        for (String command : List.of(
                "lint", "schema", "explain", "summary", "redact", "plan", "destroy", "approve", "reject", "apply",
                "runs", "run", "verify", "keys", "inspect", "demo")) {
            Answer help = Company.raw(InstantSource.system(), command, "--help").ends(0);
            assertTrue(command, help.out().contains("Usage: iac-runners " + command));
            assertTrue(command, help.out().contains("--home"));
        }
    }

    @Test
    public void lint_goodCatalog_isOk() {
        Answer answer = call("lint").ends(0);
        assertEquals(0, answer.json().path("errors").size());
        assertTrue(answer.json().path("warnings").isArray());
    }

    @Test
    public void lint_brokenCatalog_saysWhere() throws Exception {
        Files.writeString(catalog, "environments:\n  - {name: dev, protectd: true}\n");
        Answer answer = call("lint").ends(1);
        JsonNode error = answer.json().path("errors").get(0);
        assertEquals(2, error.path("line").asInt());
        assertTrue(error.toString(), error.path("column").asInt() > 1);
        assertTrue(error.toString(), error.path("path").asText().startsWith("environments[0]"));
        assertTrue(error.toString(), error.path("message").asText().contains("protectd"));
        plan("dev/app", "branch").fails(1, "line 2", "column");
        call("explain", "--stack", "dev/app", "--operation", "plan", "--source", "branch")
                .fails(1, "line 2");
        Files.writeString(catalog, "environments: [}\n");
        call("lint").ends(1);
        Files.delete(catalog);
        plan("dev/app", "branch").fails(1, "iac.yaml");
    }

    @Test
    public void schema_isAJsonSchema() {
        assertTrue(call("schema").ends(0).json().has("$schema"));
    }

    @Test
    public void explain_fork_getsTheStaticLaneAndNothingElse() {
        for (String operation : List.of("fmt", "validate", "static_policy")) {
            Answer answer = explain(operation, "fork_pull_request").ends(0);
            assertEquals("admitted", answer.json().path("decision").asText());
            assertEquals("static", answer.json().path("lane").asText());
            assertEquals("forks", answer.json().path("pool").asText());
        }
        for (String source : List.of("fork_pull_request", "unknown")) {
            for (String operation : List.of("plan", "drift", "import", "apply", "destroy", "unlock")) {
                Answer answer = explain(operation, source).ends(2);
                assertEquals("rejected", answer.json().path("decision").asText());
                assertTrue(answer.json().path("lane").isNull());
                assertTrue(answer.json().path("pool").isNull());
                assertTrue(answer.json().path("identity").isNull());
                JsonNode condition = answer.json().path("conditions").get(0);
                for (String member : List.of("rule", "passed", "expected", "found", "message")) {
                    assertTrue(member, condition.has(member));
                }
            }
        }
    }

    private Answer explain(String operation, String source) {
        return call("explain", "--stack", "dev/app", "--operation", operation, "--source", source, "--ref", "main");
    }

    @Test
    public void explain_unknownWords_areBadInput() {
        explain("aply", "branch").fails(1, "aply");
        explain("plan", "brunch").fails(1, "brunch");
        call("explain", "--stack", "dev/none", "--operation", "plan", "--source", "branch")
                .ends(2);
    }

    @Test
    public void plan_fork_isRefusedAndStaysAsARunWithEvidence() {
        Answer answer = plan("dev/app", "fork_pull_request").fails(2, "fork");
        assertEquals("rejected", answer.state());
        call("verify", answer.json().path("evidence").asText()).ends(0);
        Answer runs = call("runs").ends(0);
        assertEquals("rejected", runs.json().path("runs").get(0).path("end").asText());
        call("apply", answer.run()).fails(2, "rejected");
        call("approve", answer.run(), "--as", "bob", "--digest", "sha256:" + "0".repeat(64))
                .fails(2, "rejected");
    }

    @Test
    public void plan_unknownStackOrKind_isOneClearError() {
        plan("dev/none", "branch").fails(2, "dev/none");
        plan("dev/app", "brunch").fails(1, "brunch", "fork_pull_request");
        plan("../../etc", "branch").fails(2, "../../etc");
    }

    @Test
    public void plan_missingTool_isOneClearErrorAndTheRunFails() {
        Answer answer = plan("dev/app", "branch");
        answer.fails(answer.exit(), "/nonexistent/terraform");
        assertTrue(answer.exit() + "", answer.exit() == 2 || answer.exit() == 4);
        assertEquals("failed", answer.state());
        call("verify", answer.json().path("evidence").asText()).ends(0);
    }

    @Test
    public void plan_missingDirectory_isBadInput() {
        call(
                        "plan",
                        "--stack",
                        "dev/app",
                        "--dir",
                        "/nonexistent",
                        "--source",
                        "branch",
                        "--ref",
                        "main",
                        "--commit",
                        COMMIT,
                        "--actor",
                        "alice")
                .fails(1, "/nonexistent");
    }

    @Test
    public void summary_whatIsNoPlan_isOneClearError() throws Exception {
        Path zip = directory.resolve("other.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("readme.txt"));
            out.write(1);
        }
        List<Path> files = List.of(
                directory.resolve("nowhere.json"),
                directory,
                file("empty", new byte[0]),
                file("text.json", "hello".getBytes(StandardCharsets.UTF_8)),
                file(
                        "half.json",
                        "{\"format_version\":\"1.2\",\"resource_changes\":[{".getBytes(StandardCharsets.UTF_8)),
                file("other.json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8)),
                file("list.json", "[]".getBytes(StandardCharsets.UTF_8)),
                file("cut.tfplan", "PK\003\004half a zip".getBytes(StandardCharsets.UTF_8)),
                zip,
                file("deep.json", "[".repeat(200_000).getBytes(StandardCharsets.UTF_8)));
        for (Path file : files) {
            call("summary", file.toString()).fails(1, file.getFileName().toString());
            call("redact", file.toString()).fails(1, file.getFileName().toString());
        }
    }

    @Test
    public void summaryAndRedact_ofAPlan_areTheirDocuments() throws Exception {
        Path plan = file(
                "plan.json",
                """
                {"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[
                 {"address":"terraform_data.b","mode":"managed","type":"terraform_data","name":"b","provider_name":"terraform.io/builtin/terraform","change":{"actions":["delete"],"before":{"input":"hidden-secret"},"after":null,"after_unknown":{},"before_sensitive":{"input":true},"after_sensitive":false}},
                 {"address":"terraform_data.a","mode":"managed","type":"terraform_data","name":"a","provider_name":"terraform.io/builtin/terraform","change":{"actions":["delete","create"],"before":{},"after":{},"after_unknown":{},"before_sensitive":{},"after_sensitive":{}}}]}
                """
                        .getBytes(StandardCharsets.UTF_8));
        JsonNode summary = call("summary", plan.toString()).ends(0).json();
        assertEquals("{\"delete\":1,\"replace\":1}", summary.path("counts").toString());
        assertEquals(
                "[\"terraform_data.a\",\"terraform_data.b\"]",
                summary.path("destructive").toString());
        assertEquals(0, summary.path("drift").asInt());
        assertTrue(summary.path("risk").isArray());
        assertTrue(summary.path("planJson").asText().matches("sha256:[0-9a-f]{64}"));
        Answer redacted = call("redact", plan.toString()).ends(0);
        assertFalse(redacted.out().contains("hidden-secret"));
        assertEquals(2, redacted.json().path("resource_changes").size());
    }

    @Test
    public void runs_ofANewHome_isEmpty() {
        assertEquals(
                "{\"runs\":[],\"freezes\":[],\"locks\":[]}",
                call("runs").ends(0).out().strip());
        call("run", "show", "20200101-000000-00000000").fails(1, "no such run");
        call("run").fails(1, "run show");
    }

    @Test
    public void keys_everyFormat_isTheSameKey() throws Exception {
        JsonNode jwks = call("keys").ends(0).json();
        assertEquals(1, jwks.path("keys").size());
        assertEquals("Ed25519", jwks.path("keys").get(0).path("crv").asText());
        Answer pem = Company.raw(
                        InstantSource.system(), "keys", "--format", "pem", "--home", directory.resolve("home") + "")
                .ends(0);
        assertTrue(pem.out().startsWith("-----BEGIN PUBLIC KEY-----\n"));
        JsonNode rotated = call("keys", "--rotate").ends(0).json();
        assertEquals(2, rotated.path("keys").size());
        assertTrue(rotated.path("keys").get(0).has("retired"));
        assertFalse(Json.write(rotated).contains("\"d\""));
    }

    @Test
    public void inspect_credentialsInTheHome_areAFindingWithoutTheirValue() throws Exception {
        Path credentials = Files.createDirectories(directory.resolve(".aws")).resolve("credentials");
        Files.writeString(credentials, "[default]\naws_secret_access_key = hunter2hunter2\n");
        ProcessBuilder inspect = Company.program(List.of("inspect", "--format", "json"));
        inspect.environment().put("HOME", directory.toString());
        String said = Company.output(inspect, 0);
        JsonNode findings = Json.parse(said).path("findings");
        findings.forEach(f -> assertTrue(f.toString(), f.has("severity") && f.has("what") && f.has("where")));
        assertTrue(said, findings.findValuesAsText("where").contains(credentials.toString()));
        assertFalse(said, said.contains("hunter2"));
    }

    @Test
    public void anyCommand_unknownFormat_isBadUsage() {
        Company.raw(InstantSource.system(), "runs", "--format", "yaml", "--home", directory.resolve("home") + "")
                .ends(1);
    }
}
