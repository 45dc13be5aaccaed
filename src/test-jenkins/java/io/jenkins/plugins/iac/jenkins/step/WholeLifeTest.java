package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.iac.evidence.Audit;
import io.jenkins.plugins.iac.evidence.RunAnswer;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.run.DriftDuty;
import io.jenkins.plugins.iac.run.DriftStatus;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** What becomes of a stack and of its evidence after its apply: its build is deleted, somebody changes it, it is destroyed. */
public class WholeLifeTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    static {
        // For all tests of the class together.
        JENKINS.timeout = 900;
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SampleStack sample;

    @BeforeClass
    public static void agent() throws Exception {
        JENKINS.createOnlineSlave(Label.get("iac-stage"));
    }

    @Before
    public void sample() throws Exception {
        sample = new SampleStack(
                folder.getRoot(),
                "resource \"terraform_data\" \"web\" { input = \"small\" }\noutput \"size\" { value = \"small\" }\n");
        sample.save();
    }

    private static RunServices services() {
        return IacRuns.get().services();
    }

    private static Run run(WorkflowRun build) {
        return services().book().get(IacBuildAction.runs(build).get(0));
    }

    private static WorkflowRun started(String name, String script) throws Exception {
        return SampleStack.started(JENKINS, name, script);
    }

    /** With the approval of bob, to its end. */
    private static WorkflowRun approved(String name, String script) throws Exception {
        WorkflowRun build = started(name, script);
        JENKINS.waitForMessage("Review the plan", build);
        SampleStack.approve(build);
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(build));
        return build;
    }

    private static RunAnswer evidence(String run) {
        return new Audit(IacRuns.home().resolve("evidence"), services().keys().publicKeys())
                .show(run)
                .orElseThrow();
    }

    private Path file(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    /** The command line, as an auditor has it: a process of its own that knows nothing of this Jenkins. */
    private String auditor(int exit, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.jenkins.plugins.iac.cli.Main",
                "verify"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", file("none").toString(), "--format", "json"));
        Process process =
                new ProcessBuilder(command).redirectError(file("err").toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(out + Files.readString(file("err")), exit, process.waitFor());
        return out;
    }

    private static String page(String run) throws Exception {
        return iac("run/?id=" + run);
    }

    private static String iac(String path) throws Exception {
        try (JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false)) {
            return client.getPage(new URL(JENKINS.getURL(), "iac/" + path))
                    .getWebResponse()
                    .getContentAsString();
        }
    }

    private static void assertArchived(String run, String state) throws Exception {
        String page = page(run);
        assertTrue(page, page.matches("(?s).*artifacts of the build</td>\\s*<td>" + state + "</td>.*"));
    }

    @Test
    public void buildAndJob_deleted_evidenceIsStillVerified() throws Exception {
        WorkflowRun build = approved("gone", "iacRun(stack: '" + SampleStack.STACK + "')");
        String run = run(build).id();
        Path copy = file("evidence.dsse.json");
        Path checkpoint = file("checkpoint.txt");
        for (Path artifact : List.of(copy, checkpoint)) {
            String name = artifact.getFileName().toString();
            var kept = build.getArtifacts().stream()
                    .filter(one -> one.getFileName().equals(name))
                    .findFirst()
                    .orElseThrow();
            try (var in =
                    build.getArtifactManager().root().child(kept.relativePath).open()) {
                Files.copy(in, artifact);
            }
        }
        Path keys = Files.writeString(
                file("keys.json"), Json.write(services().keys().publicKeys().jwks()));
        Path root = build.getRootDir().toPath();
        assertArchived(run, "there");
        Path archived = root.resolve("archive/iac/" + run + "/evidence.dsse.json");
        Files.writeString(archived, Files.readString(archived) + " ");
        assertArchived(run, "<strong>changed</strong>");
        String overview = iac("");
        assertTrue(overview, overview.matches("(?s).*" + run + "</a></td>\\s*<td><strong>changed</strong></td>.*"));
        assertTrue("when it was archived", iac("metrics/").matches("(?s).*archived_total\\{state=\"there\"} [1-9].*"));
        build.delete();
        build.getParent().delete();
        assertFalse(Files.exists(root));
        assertNull(JENKINS.jenkins.getItem("gone"));

        Path log = IacRuns.home().resolve("evidence");
        RunAnswer answer = evidence(run);
        assertTrue(answer.text(), answer.isProven() && answer.appliedIsApproved());
        assertEquals("verified", answer.json().path("outcome").asText());
        assertTrue("the run is still told of", services().book().get(run).end() == RunState.VERIFIED);
        String told = page(run);
        assertTrue(told, told.contains(run) && told.contains("verified"));
        assertArchived(run, "<strong>missing</strong>");

        String[] all = {
            copy.toString(), "--keys", keys.toString(), "--log", log.toString(), "--since", checkpoint.toString()
        };
        assertTrue(auditor(0, all).contains("\"verified\":true"));
        assertTrue(auditor(0, copy.toString(), "--keys", keys.toString()).contains("\"verified\":true"));
        String text = Files.readString(copy);
        Files.writeString(copy, text.replaceFirst("\"sig\":\"..", "\"sig\":\"AA"));
        assertTrue(auditor(3, copy.toString(), "--keys", keys.toString()).contains("does not fit"));
    }

    @Test
    public void destroy_ofWhatIsThere_needsLeaveAndApproval_andLeavesEvidence() throws Exception {
        approved("made", "iacRun(stack: '" + SampleStack.STACK + "')");
        JsonNode state = Json.parse(Files.readString(file("web.tfstate")));
        assertEquals(1, state.path("resources").size());
        String destroy = "def r = iacDestroy(stack: '" + SampleStack.STACK + "'); echo \"is ${r.state}\"";

        sample.save(
                "any",
                text -> text.replaceFirst(
                        "    environment: stage\n    owner: web\n",
                        "    environment: stage\n    owner: web\n    constraints: {allowDestroy: false}\n"));
        WorkflowRun forbidden = started("destroy-forbidden", destroy);
        JENKINS.assertBuildStatus(Result.FAILURE, JENKINS.waitForCompletion(forbidden));
        JENKINS.assertLogContains("constraint:allowDestroy", forbidden);
        assertEquals(RunState.POLICY_FAILED, run(forbidden).end());

        sample.save();
        WorkflowRun build = started("destroy", destroy);
        JENKINS.waitForMessage("Review the plan", build);
        assertEquals("nothing is destroyed without approval", state, Json.parse(Files.readString(file("web.tfstate"))));
        Run waiting = run(build);
        assertEquals(Operation.DESTROY, waiting.operation());
        assertEquals(
                "terraform_data.web",
                waiting.fact("plan").path("summary").path("destructive").path(0).asText());
        SampleStack.approve(build);
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(build));
        JENKINS.assertLogContains("is verified", build);
        assertEquals(
                0,
                Json.parse(Files.readString(file("web.tfstate")))
                        .path("resources")
                        .size());
        RunAnswer answer = evidence(waiting.id());
        assertTrue(answer.text(), answer.isProven() && answer.appliedIsApproved());
        assertEquals("destroy", answer.json().path("operation").asText());
        assertEquals("verified", answer.json().path("outcome").asText());
        assertEquals(
                1, answer.json().path("summary").path("counts").path("delete").asInt());
        assertEquals(List.of("bob"), answer.change().approvers());
    }

    /** Somebody edits the state of the stack by hand. */
    @Test
    public void drift_thatIsThere_isClassifiedAndShownAndNeverApplied() throws Exception {
        approved("before", "iacRun(stack: '" + SampleStack.STACK + "')");
        Path state = file("web.tfstate");
        sample.save("any", sample.toldOfDrift());
        String edited = Files.readString(state).replace("\"small\"", "\"large\"");
        Files.writeString(state, edited);

        WorkflowRun build = started(
                "look",
                "def r = iacDrift(stack: '" + SampleStack.STACK + "'); echo \"is ${r.state}\"\n" + "iacAgent(stack: '"
                        + SampleStack.STACK + "', operation: 'apply') { iacApply() }");
        JENKINS.assertBuildStatus(Result.FAILURE, JENKINS.waitForCompletion(build));
        JENKINS.assertLogContains("is plan_only", build);
        Run look = run(build);
        assertEquals(RunState.PLAN_ONLY, look.end());
        JsonNode finding = look.fact("drift").path("findings").path(0);
        assertEquals(
                look.fact("drift").toString(),
                "terraform_data.web",
                finding.path("address").asText());
        assertEquals("unauthorised_mutation", finding.path("class").asText());
        assertEquals("nothing was applied, or written", edited, Files.readString(state));
        assertEquals(
                DriftStatus.State.DRIFTED,
                new DriftDuty(services()).statuses().get(SampleStack.STACK).state());
        assertEquals("how its runs ended is another thing", RunState.PLAN_ONLY, look.end());
        try (JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false)) {
            String page = client.goTo("iac/drift/").getWebResponse().getContentAsString();
            assertTrue(page, page.contains("1 unauthorised mutation"));
        }
        RunAnswer answer = evidence(look.id());
        assertTrue(answer.text(), answer.isProven());
        assertTrue(answer.json().path("applied").isNull());
    }
}
