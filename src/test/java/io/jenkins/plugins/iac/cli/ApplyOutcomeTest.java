package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** How an apply ends with the real tool: failed, killed, called from a hostile environment, full of secrets. */
public class ApplyOutcomeTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static final String DEFAULT = "planted-default-7c1f";
    private static final String GIVEN = "planted-given-93be";
    private static Company company;
    private static Path marker;

    @BeforeClass
    public static void company() throws Exception {
        Company.tool();
        company = new Company(TEMPORARY.newFolder("c").toPath());
        marker = company.directory().resolve("marker");
        company.stack("dev/failing", "", provisioner("exit 3"))
                .stack("dev/slow", "", provisioner("touch " + marker + "; sleep 45"))
                .stack(
                        "dev/clean",
                        "variables: {size: \"small\"}",
                        """
                        variable "size" {
                          type    = string
                        }
                        variable "other" {
                          type    = string
                          default = "mine"
                        }
                        resource "terraform_data" "a" {
                          input = "size is ${var.size}, other is ${var.other}, workspace is ${terraform.workspace}"
                        }
                        """)
                .stack(
                        "dev/secrets",
                        "variables: {seed: " + GIVEN + "}",
                        """
                        variable "pw" {
                          type      = string
                          sensitive = true
                          default   = "%s"
                        }
                        variable "seed" {
                          type      = string
                          sensitive = true
                        }
                        resource "terraform_data" "a" {
                          input = "${var.pw} and ${var.seed}"
                          provisioner "local-exec" {
                            command = "echo leaking $PW; echo leaking $PW >&2; exit 1"
                            environment = { PW = "${var.pw} ${var.seed}" }
                          }
                        }
                        output "pw" {
                          value     = var.pw
                          sensitive = true
                        }
                        """
                                .formatted(DEFAULT))
                .writeCatalog();
        company.commit();
    }

    private static String provisioner(String command) {
        return """
                resource "terraform_data" "first" {}
                resource "terraform_data" "second" {
                  depends_on = [terraform_data.first]
                  provisioner "local-exec" {
                    command = "%s"
                  }
                }
                """
                .formatted(command);
    }

    private static JsonNode show(String run) {
        return company.call("run", "show", run).ends(0).json();
    }

    @Test
    public void apply_provisionerFails_isApplyFailedAndFreezesTheStack() {
        Answer plan = company.plan("dev/failing").ends(0);
        assertEquals("approved", plan.state());
        Answer answer = company.call("apply", plan.run()).ends(4);
        assertEquals("apply_failed", answer.state());
        company.call("verify", answer.json().path("evidence").asText()).ends(0);
        company.call("apply", plan.run()).fails(2, "apply_failed");
        Answer again = company.plan("dev/failing").ends(0);
        Answer refused = company.call("apply", again.run()).fails(2, plan.run());
        assertEquals("apply_queued", refused.state());
    }

    @Test
    public void apply_processKilled_endsAsUnknownAndFreezesTheStack() throws Exception {
        Answer plan = company.plan("dev/slow").ends(0);
        Process process = company.process("apply", plan.run())
                .redirectErrorStream(true)
                .redirectOutput(new File(company.directory().toFile(), "apply.log"))
                .start();
        List<ProcessHandle> children = List.of();
        try {
            for (int i = 0; i < 1200 && !Files.exists(marker); i++) {
                assertTrue(Files.readString(company.directory().resolve("apply.log")), process.isAlive());
                Thread.sleep(100);
            }
            assertTrue("the apply began", Files.exists(marker));
            children = process.descendants().toList();
            Answer busy = company.call("runs").ends(0);
            assertEquals("applying", run(busy, plan.run()).path("state").asText());
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            children.forEach(ProcessHandle::destroyForcibly);
        }
        Answer runs = company.call("runs").ends(0);
        assertEquals("apply_unknown", run(runs, plan.run()).path("end").asText());
        assertEquals("sealed", run(runs, plan.run()).path("state").asText());
        JsonNode show = show(plan.run());
        company.call("verify", show.path("evidence").path("file").asText(), "--log", company.home() + "/evidence")
                .ends(0);
        company.call("apply", plan.run()).fails(2, "apply_unknown");
        assertFalse(Files.exists(company.home().resolve("plans/" + plan.run() + ".plan.enc")));
    }

    private static JsonNode run(Answer runs, String id) {
        return runs.json()
                .path("runs")
                .valueStream()
                .filter(r -> r.path("run").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode spawned(int exit, String... arguments) throws Exception {
        Path errors = company.directory().resolve("spawned.err");
        ProcessBuilder builder = company.process(arguments).redirectError(errors.toFile());
        builder.environment()
                .putAll(Map.of(
                        "TF_CLI_ARGS", "-destroy",
                        "TF_CLI_ARGS_plan", "-destroy -lock=false",
                        "TF_CLI_ARGS_apply", "-lock=false",
                        "TF_VAR_other", "evil",
                        "TF_VAR_size", "evil",
                        "TF_WORKSPACE", "evil",
                        "TF_DATA_DIR", company.directory().resolve("evil-data").toString(),
                        "TF_LOG", "trace",
                        "TF_LOG_PATH", company.directory().resolve("evil.log").toString(),
                        "TF_CLI_CONFIG_FILE", "/nonexistent"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(out + Files.readString(errors), exit, process.waitFor());
        return Json.parse(out);
    }

    @Test
    public void planAndApply_hostileEnvironmentOfTheCaller_hasNoEffect() throws Exception {
        String run =
                spawned(0, company.request("plan", "dev/clean")).path("run").asText();
        assertEquals("verified", spawned(0, "apply", run).path("state").asText());
        String state = Files.readString(company.state("dev/clean"));
        assertTrue(state, state.contains("size is small, other is mine, workspace is default"));
        assertFalse(Files.exists(company.directory().resolve("evil.log")));
        assertFalse(Files.exists(company.directory().resolve("evil-data")));
    }

    @Test
    public void apply_secretsEverywhere_areNowhereInHomeOrOutput() throws Exception {
        Answer plan = company.plan("dev/secrets").ends(0);
        Answer apply = company.call("apply", plan.run()).ends(4);
        StringBuilder printed = new StringBuilder(plan.out() + plan.err() + apply.out() + apply.err());
        printed.append(company.call("run", "show", plan.run()).ends(0).out());
        printed.append(company.call("runs").ends(0).out());
        hasNoSecret("what was printed", printed.toString());
        assertTrue(
                "the state has them",
                Files.readString(company.state("dev/secrets")).contains(GIVEN));
        try (var files = Files.walk(company.home())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (!file.startsWith(company.home().resolve("state"))) {
                    hasNoSecret(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        }
        JsonNode envelope = Json.parse(
                Files.readString(Path.of(apply.json().path("evidence").asText())));
        hasNoSecret(
                "the evidence",
                new String(
                        java.util.Base64.getDecoder()
                                .decode(envelope.path("payload").asText()),
                        StandardCharsets.UTF_8));
    }

    private static void hasNoSecret(String where, String text) {
        for (String secret : List.of(DEFAULT, GIVEN)) {
            String base64 = java.util.Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString(secret.getBytes(StandardCharsets.UTF_8));
            assertFalse(where + " has " + secret, text.contains(secret));
            assertFalse(where + " has base64 of " + secret, text.contains(base64));
        }
    }
}
