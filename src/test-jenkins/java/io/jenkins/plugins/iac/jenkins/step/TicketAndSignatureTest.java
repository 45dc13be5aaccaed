package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Assume;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** What a request must bring with it, from the step's argument and the commit to the apply, with the real tool. */
public class TicketAndSignatureTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    static {
        // For all tests of the class together.
        JENKINS.timeout = 1200;
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SampleStack sample;

    @Before
    public void people() throws Exception {
        sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        SampleStack.people(JENKINS, List.of("alice", "bob"), List.of("bob"));
        if (Label.get("iac-stage").getNodes().isEmpty()) {
            JENKINS.createOnlineSlave(Label.get("iac-stage"));
        }
    }

    private static WorkflowRun started(String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart();
    }

    private static WorkflowRun ended(String script, Result result) throws Exception {
        return JENKINS.assertBuildStatus(result, JENKINS.waitForCompletion(started(script)));
    }

    private static String step(String name, String more) {
        return name + "(stack: '" + SampleStack.STACK + "'" + more + ")";
    }

    /** The run waits for its review, bob approves it, and it goes on to its end. */
    private static void approved(WorkflowRun build) throws Exception {
        JENKINS.waitForMessage("Review the plan", build);
        SampleStack.approve(build);
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(build));
        assertEquals(RunState.VERIFIED, SampleStack.run(build).end());
    }

    @Test
    public void ticket_thatTheCatalogAsksFor_isNamedByTheSteps() throws Exception {
        sample.save("any", text -> text.replace("  - name: stage\n", "  - name: stage\n    destroy: {ticket: OPS-}\n")
                .replace(
                        "    environment: stage\n    owner",
                        "    environment: stage\n    constraints: {allowDestroy: true}\n    owner")
                .replace(
                        "teams: [{",
                        "policies: [{name: by-ticket, point: plan, level: hard-mandatory,"
                                + " cel: \"ticket.startsWith('OPS-')\", message: name the ticket}]\nteams: [{"));
        WorkflowRun none = ended(step("iacRun", ""), Result.FAILURE);
        JENKINS.assertLogContains("by-ticket", none);
        assertEquals(RunState.POLICY_FAILED, SampleStack.run(none).end());
        WorkflowRun bad = ended(step("iacRun", ", ticket: \"OPS-1' + 'x\""), Result.FAILURE);
        JENKINS.assertLogContains("iacRun: ticket: expected the name of a ticket", bad);
        WorkflowRun two = ended(
                "iacAgent(stack: '" + SampleStack.STACK + "', operation: 'plan', ticket: 'OPS-1') {"
                        + " iacPlan(ticket: 'OPS-2') }",
                Result.FAILURE);
        JENKINS.assertLogContains("that of the run, OPS-1", two);
        assertFalse(sample.hasState());

        WorkflowRun named = started(step("iacRun", ", ticket: 'OPS-7'"));
        approved(named);
        assertEquals(
                "OPS-7", SampleStack.run(named).fact("request").path("ticket").asText());
        assertTrue(sample.hasState());

        WorkflowRun without = ended(step("iacDestroy", ""), Result.FAILURE);
        JENKINS.assertLogContains("a ticket OPS-... must be named with the request, found none", without);
        approved(started(step("iacDestroy", ", ticket: 'OPS-8'")));

        approved(
                started("iacAgent(stack: '" + SampleStack.STACK + "', operation: 'plan') { iacPlan(ticket: 'OPS-9') }\n"
                        + "iacApproval()\n"
                        + "iacAgent(stack: '" + SampleStack.STACK + "', operation: 'apply') { iacApply() }"));
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("git", "-c", "user.name=alice", "-c", "user.email=alice@example.com", "-c", "gpg.format=ssh"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        assertEquals(0, builder.directory(sample.repository().toFile()).start().waitFor());
    }

    private Path key(String name) throws IOException, InterruptedException {
        Path key = folder.getRoot().toPath().resolve(name);
        assertEquals(
                0,
                new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key.toString())
                        .start()
                        .waitFor());
        return key;
    }

    private void commitSignedBy(Path key) throws IOException, InterruptedException {
        git("-c", "user.signingkey=" + key, "commit", "-q", "-S", "--allow-empty", "-m", "signed");
    }

    @Test
    public void commit_isAppliedOnlyWithTheSignatureOfAnAllowedSigner() throws Exception {
        Assume.assumeTrue("no ssh-keygen", Files.isExecutable(Path.of("/usr/bin/ssh-keygen")));
        sample.save("any", text -> text.replace("  - name: stage\n", "  - name: stage\n    allowedSigners: signers\n")
                .replace(
                        "rules:\n",
                        "rules:\n  - {name: signed, when: \"environment.name == 'stage' && operation == 'apply'\","
                                + " require: \"source.commitSigned\", message: \"what is applied is signed\"}\n"));
        Path alice = key("alice");
        Files.writeString(
                JENKINS.jenkins.getRootDir().toPath().resolve("signers"),
                "alice@example.com " + Files.readString(Path.of(alice + ".pub")));
        WorkflowRun unsigned = ended(step("iacRun", ""), Result.SUCCESS);
        assertNeverApplied(unsigned);
        commitSignedBy(key("mallory"));
        WorkflowRun another = ended(step("iacRun", ""), Result.SUCCESS);
        assertNeverApplied(another);
        commitSignedBy(alice);
        WorkflowRun signed = started(step("iacRun", ""));
        approved(signed);
        assertTrue(sample.hasState());
    }

    private void assertNeverApplied(WorkflowRun build) throws IOException {
        assertEquals(RunState.PLAN_ONLY, SampleStack.run(build).end());
        JENKINS.assertLogContains("not for apply: what is applied is signed (rule:signed)", build);
        assertFalse(sample.hasState());
    }

    /** One line for each condition with both values, in the log and on the build; programs get the same as JSON. */
    @Test
    public void decision_thatAdmits_isInTheLogAndOnTheBuild() throws Exception {
        sample.save();
        WorkflowRun build =
                ended("iacAgent(stack: '" + SampleStack.STACK + "', operation: 'plan') { iacPlan() }", Result.SUCCESS);
        Run run = SampleStack.run(build);
        JsonNode admission = run.fact("admission");
        JENKINS.assertLogContains("plan of " + SampleStack.STACK + ": admitted", build);
        JENKINS.assertLogContains("pool-stage", build);
        assertFalse(admission.path("conditions").isEmpty());
        JenkinsRule.WebClient client =
                JENKINS.createWebClient().withJavaScriptEnabled(false).withBasicApiToken("bob");
        String page = client.goTo(build.getUrl() + "iac/").asNormalizedText();
        for (JsonNode condition : admission.path("conditions")) {
            String rule = condition.path("rule").asText();
            String found = condition.path("found").asText();
            JENKINS.assertLogContains(rule, build);
            JENKINS.assertLogContains(found, build);
            assertTrue(rule + " on the page", page.contains(rule));
            assertTrue(found + " on the page", page.contains(found));
        }
        String json = client.goTo(build.getUrl() + "iac/decision?id=" + run.id(), "application/json")
                .getWebResponse()
                .getContentAsString();
        assertEquals(admission, Json.parse(json));
        assertEquals("admitted", Json.parse(json).path("decision").asText());
        assertFalse(Json.parse(json).path("inherited").isEmpty());
        client.assertFails(build.getUrl() + "iac/decision?id=20200101-000000-00000000", 404);
    }

    @Test
    public void ticket_isAnArgumentThatTheSnippetGeneratorWrites() {
        IacDestroyStep destroy = new IacDestroyStep("a/b");
        destroy.setTicket(" OPS-1 ");
        assertEquals(
                Map.of("stack", "a/b", "ticket", "OPS-1"),
                DescribableModel.of(IacDestroyStep.class).uninstantiate(destroy));
        IacAgentStep agent = new IacAgentStep("a/b", "plan");
        agent.setTicket("");
        assertEquals(
                Map.of("stack", "a/b", "operation", "plan"),
                DescribableModel.of(IacAgentStep.class).uninstantiate(agent));
        IacPlanStep plan = new IacPlanStep();
        plan.setTicket("OPS-1");
        assertEquals(
                Map.of("ticket", "OPS-1"),
                DescribableModel.of(IacPlanStep.class).uninstantiate(plan));
    }
}
