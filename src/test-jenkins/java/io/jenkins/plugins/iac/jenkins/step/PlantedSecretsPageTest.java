package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Secrets are planted in a stack that is planned, approved and applied, and in one whose plan fails; then everything below
 * JENKINS_HOME and every page about the runs is searched for them. Beside each secret stands a marker that is none: it must
 * be found in each kind of place, or the search would prove nothing.
 */
public class PlantedSecretsPageTest {
    private static final String MARKER = "Planted-Marker-77";
    private static final Map<String, String> SECRETS = Map.of(
            "text", "Tr0ub4dor/Z9+xyz",
            "number", "867530912345",
            "output", "0utput-value-5150-zz",
            "in a list", "list-item-9f8e7d6c",
            "key of a map", "Map-Key-4711-xyz",
            "line", "q9ZkLine2x");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{40,}={0,2}");

    private static final String CODE =
            """
            variable "pw" {
              sensitive = true
              default   = "Tr0ub4dor/Z9+xyz"
            }
            variable "pin" {
              sensitive = true
              default   = 867530912345
            }
            locals {
              key = sensitive("-----BEGIN KEY-----\\nMIIEaaaabbbbccccdddd\\nq9ZkLine2x\\n-----END KEY-----")
            }
            resource "terraform_data" "web" {
              input = {
                mark = "Planted-Marker-77"
                pw   = var.pw
                list = [sensitive("list-item-9f8e7d6c")]
                map  = sensitive({ "Map-Key-4711-xyz" = 1 })
                bare = nonsensitive(var.pin)
                url  = "https://u:${nonsensitive(var.pin)}@h/${nonsensitive(var.pw)}"
              }
              provisioner "local-exec" {
                command = "echo Planted-Marker-77 with $P; printf %s \\"u:$P\\" | base64"
                environment = { P = nonsensitive(var.pw) }
              }
            }
            output "o" {
              value     = "0utput-value-5150-zz"
              sensitive = true
            }
            check "c" {
              assert {
                condition     = nonsensitive(var.pw) == "x"
                error_message = "Planted-Marker-77: no ${nonsensitive(var.pw)}, ${nonsensitive(var.pin)}, ${nonsensitive(local.key)}"
              }
            }
            """;
    private static final String FAILING =
            """
            resource "terraform_data" "guarded" {
              lifecycle {
                precondition {
                  condition     = nonsensitive(var.pw) == "x"
                  error_message = "Planted-Marker-77: refused ${nonsensitive(var.pw)} and ${nonsensitive(var.pin)}"
                }
              }
            }
            """;
    private static final String SCRIPT =
            """
            try {
              iacAgent(stack: 'stage/web', operation: 'plan') { def plan = iacPlan(); echo "plan: ${plan}" }
              iacApproval()
              iacAgent(stack: 'stage/web', operation: 'apply') { def done = iacApply(); echo "done: ${done}" }
            } catch (e) {
              currentBuild.description = "Planted-Marker-77 " + e.message
              echo "Planted-Marker-77: ${e.message}"
              throw e
            }
            """;

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> leaks = new ArrayList<>();
    private final Set<String> marked = new TreeSet<>();
    private int searched;

    private static List<String> spellings(String secret) {
        String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        return List.of(
                secret,
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                secret.replace("/", "\\/"),
                secret.replace("/", "&#x2F;"),
                // The last characters depend on what follows.
                encoded.substring(0, encoded.length() - 4));
    }

    private void search(String where, String text) {
        searched++;
        StringBuilder all = new StringBuilder(text);
        Matcher inside = BASE64.matcher(text);
        while (inside.find()) {
            try {
                all.append('\n').append(new String(Base64.getDecoder().decode(inside.group()), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                // Not base64 after all: searched as it is.
            }
        }
        String content = all.toString();
        SECRETS.forEach((name, secret) -> spellings(secret).stream()
                .filter(content::contains)
                .forEach(spelling -> leaks.add(where + " holds the secret '" + name + "' as " + spelling)));
        if (content.contains(MARKER)) {
            marked.add(where);
        }
    }

    private void page(String user, String path) throws Exception {
        HttpResponse<String> answer = new Visitor(jenkins, user).get(path);
        assertEquals(path, 200, answer.statusCode());
        search("page " + path.replaceAll("[?]id=.*", "?id="), answer.body());
    }

    private void files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                byte[] bytes = Files.readAllBytes(file);
                search("file " + root.relativize(file), new String(bytes, StandardCharsets.ISO_8859_1));
                if (bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
                    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                        search("file " + root.relativize(file), new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }

    private void pages(WorkflowRun build) throws Exception {
        String url = build.getUrl();
        String id = IacBuildAction.runs(build).get(0);
        for (String path : List.of("consoleText", "api/json?depth=3", "iac/")) {
            page("carol", url + path);
        }
        page("auditor", "iac/run/?id=" + id);
        if (!IacRuns.get().services().book().get(id).fact("plan").isMissingNode()) {
            page("carol", url + "iac/changes?id=" + id);
            page("carol", url + "iac/decision?id=" + id);
            page("auditor", "iac/run/changes?id=" + id);
            page("auditor", "iac/run/decision?id=" + id);
        }
    }

    private void isMarked(String pattern) {
        if (marked.stream().noneMatch(where -> where.matches(pattern))) {
            leaks.add("the search would find nothing in " + pattern + ", of " + marked);
        }
    }

    @Test
    public void plannedApprovedAppliedAndFailed_secretsStandNowhereInJenkins() throws Exception {
        SampleStack sample = new SampleStack(folder.getRoot(), CODE);
        sample.save();
        SampleStack.people(jenkins, List.of("alice", "bob", "carol"), List.of("bob"))
                .grant(Item.BUILD)
                .everywhere()
                .to("alice", "bob")
                .grant(Jenkins.READ, Item.READ, IacPermissions.AUDIT)
                .everywhere()
                .to("auditor");
        jenkins.createOnlineSlave(Label.get("iac-stage"));

        WorkflowRun build = SampleStack.started(jenkins, SCRIPT);
        jenkins.waitForMessage("Review the plan", build);
        jenkins.assertLogContains(MARKER + ": no (sensitive), (sensitive), ", build);
        pages(build);
        String id = IacBuildAction.runs(build).get(0);
        String digest = IacRuns.get()
                .services()
                .book()
                .get(id)
                .fact("plan")
                .path("digest")
                .asText();
        assertEquals(
                302,
                new Visitor(jenkins, "bob")
                        .post(build.getUrl() + "iac/approve", "run", id, "digest", digest, "comment", MARKER)
                        .statusCode());
        // Its check does not hold, and the verification says so.
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        assertTrue(sample.hasState());
        jenkins.assertLogContains("Apply complete", build);

        sample.commit(CODE + FAILING);
        WorkflowJob job = build.getParent();
        WorkflowRun failed = jenkins.assertBuildStatus(
                Result.FAILURE, job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice"))));
        jenkins.assertLogContains(MARKER + ": refused (sensitive) and (sensitive)", failed);

        pages(build);
        pages(failed);
        for (String path : List.of("iac/", "iac/runs/", "iac/locks/", "iac/drift/", "iac/pools/")) {
            page("auditor", path);
        }
        files(jenkins.jenkins.getRootDir().toPath());
        isMarked("file jobs/web/builds/1/log");
        isMarked("file jobs/web/builds/2/log");
        isMarked("file jobs/web/builds/\\d/build.xml");
        isMarked("file jobs/web/builds/\\d/workflow.*");
        isMarked("file jobs/web/builds/1/archive/.*plan.redacted.json");
        isMarked("file jobs/web/builds/1/archive/.*apply.log");
        isMarked("file iac-runners/.*journal/.*");
        isMarked("page .*/consoleText");
        isMarked("page .*/iac/");
        isMarked("page .*/iac/changes[?]id=");
        isMarked("page .*api/json.*");
        assertTrue("files and pages: " + searched, searched > 60);
        assertEquals(String.join("\n", leaks), 0, leaks.size());
    }
}
