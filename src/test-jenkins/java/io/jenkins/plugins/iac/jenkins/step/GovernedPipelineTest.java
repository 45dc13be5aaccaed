package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.ui.Buttons;
import io.jenkins.plugins.iac.jenkins.ui.ReviewModel;
import io.jenkins.plugins.iac.run.RunState;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import jenkins.model.CauseOfInterruption;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** A stack from the plan to the verified apply, in a running controller with a real agent and the real tool. */
public class GovernedPipelineTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SampleStack sample;

    @Before
    public void people() throws Exception {
        sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        sample.save();
        SampleStack.people(jenkins, List.of("alice", "bob", "carol"), List.of("alice", "bob", "admin"))
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, IacPermissions.APPROVE)
                .everywhere()
                .to("anonymous");
        jenkins.createOnlineSlave(hudson.model.Label.get("iac-stage"));
    }

    private static io.jenkins.plugins.iac.run.Run run(Run<?, ?> build) {
        return IacRuns.get().services().book().get(IacBuildAction.runs(build).get(0));
    }

    private int vote(String user, Run<?, ?> build, String verb, HttpMethod method) throws Exception {
        String run = IacBuildAction.runs(build).get(0);
        String digest = run(build).fact("plan").path("digest").asText();
        JenkinsRule.WebClient client = jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .withRedirectEnabled(false);
        if (user != null) {
            client = client.withBasicApiToken(user);
        }
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), build.getUrl() + "iac/" + verb), method);
        request.setRequestParameters(List.of(new NameValuePair("run", run), new NameValuePair("digest", digest)));
        client.addCrumb(request);
        return client.getPage(request).getWebResponse().getStatusCode();
    }

    @Test
    public void approval_bySomebodyElse_appliesAndVerifies() throws Exception {
        WorkflowRun build = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", build);
        assertFalse(sample.hasState());
        assertEquals("nobody, though the team names anonymous", 403, vote(null, build, "approve", HttpMethod.POST));
        assertEquals("the requester", 403, vote("alice", build, "approve", HttpMethod.POST));
        assertEquals("an administrator in no team", 403, vote("admin", build, "approve", HttpMethod.POST));
        assertEquals("no permission", 403, vote("carol", build, "approve", HttpMethod.POST));
        assertEquals("a link", 405, vote("bob", build, "approve", HttpMethod.GET));
        assertEquals(302, vote("bob", build, "approve", HttpMethod.POST));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("verified: true", build);
        assertTrue(sample.hasState());
        List<String> names =
                build.getArtifacts().stream().map(Run.Artifact::getFileName).toList();
        assertTrue(names.toString(), names.containsAll(List.of("evidence.dsse.json", "checkpoint.txt", "apply.log")));
        JsonNode nobody = run(build).fact("refusedVotes").path(0);
        assertFalse(nobody.path("authenticated").asBoolean(true));
        assertEquals(
                "vote.authenticated",
                nobody.path("conditions").path(0).path("rule").asText());
        assertTrue(run(build).votes().get(0).path("authenticated").asBoolean(false));
        assertFalse("a saved plan holds secrets", names.stream().anyMatch(n -> n.endsWith(".tfplan")));
    }

    @Test
    public void rejection_endsTheBuild_appliesNothing() throws Exception {
        WorkflowRun build = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", build);
        assertEquals(302, vote("bob", build, "reject", HttpMethod.POST));
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("rejected by bob", build);
        assertFalse(sample.hasState());
    }

    @Test
    public void step_onAnAgentOfNoPool_isRefused() throws Exception {
        jenkins.createOnlineSlave(hudson.model.Label.get("other"));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "other");
        job.setDefinition(new CpsFlowDefinition("node('other') { iacPlan(stack: '" + SampleStack.STACK + "') }", true));
        WorkflowRun build = job.scheduleBuild2(
                        0, new hudson.model.CauseAction(new hudson.model.Cause.UserIdCause("alice")))
                .get();
        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains("expected an agent with the label iac-stage of pool pool-stage", build);
        assertEquals(RunState.CANCELED, run(build).end());
        var failure = ReviewModel.of(run(build).id(), Buttons.NOT_PERMITTED)
                .getFailures()
                .get(0);
        assertEquals("checking the agent for plan", failure.rule());
        assertTrue(failure.found(), failure.found().startsWith("agent slave"));
    }

    @Test
    public void apply_withoutAPlanOfThisBuild_isRefused() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "apply");
        job.setDefinition(new CpsFlowDefinition(
                "iacAgent(stack: '" + SampleStack.STACK + "', operation: 'apply') { iacApply() }", true));
        WorkflowRun build = jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        jenkins.assertLogContains("a build that has planned nothing for it", build);
    }

    private WorkflowRun started(String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart();
    }

    /** All of it in one step; a second build has nothing to do. */
    @Test
    public void run_inDeclarative_plansWaitsAndApplies() throws Exception {
        WorkflowRun build = started(
                "run",
                "pipeline { agent none\n stages { stage('all') { steps { iacRun '" + SampleStack.STACK + "' } } } }");
        jenkins.waitForMessage("Review the plan", build);
        assertEquals(
                "no agent is held",
                0,
                Arrays.stream(jenkins.jenkins.getComputers())
                        .mapToInt(Computer::countBusy)
                        .sum());
        assertEquals(302, vote("bob", build, "approve", HttpMethod.POST));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("applied and verified", build);
        assertTrue(sample.hasState());
        WorkflowRun again = started(
                "again",
                "def r = iacRun(stack: '" + SampleStack.STACK + "', timeout: '1h'); echo \"state: ${r.state}\"");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(again));
        jenkins.assertLogContains("state: no_changes", again);
    }

    @Test
    public void run_ofNoStack_isRefusedInOneLine() throws Exception {
        for (String stack : List.of("stage/nothing", "../etc", "a'b")) {
            WorkflowRun build =
                    started("none-" + Math.abs(stack.hashCode()), "iacRun(stack: '" + stack.replace("'", "\\'") + "')");
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
            jenkins.assertLogNotContains("\tat ", build);
        }
    }

    @Test
    public void guardedPool_runsOurStepsAndNoOthers() throws Exception {
        sample.save("own");
        String agent = "iacAgent(stack: '" + SampleStack.STACK + "', operation: 'plan') ";
        for (String step : List.of(
                "sh 'id'",
                "writeFile file: 'x', text: 'y'",
                "node { }",
                "withEnv(['A=b']) { echo 'in' }",
                "dir('x') { }")) {
            WorkflowRun build = started("own-" + Math.abs(step.hashCode()), agent + "{ " + step + " }");
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("is refused: inside iacAgent of the pool pool-stage (bodySteps: own)", build);
            jenkins.assertLogNotContains("uid=", build);
        }
        WorkflowRun ours = started("own-ours", agent + "{ def plan = iacPlan(); echo \"plan: ${plan.summary}\" }");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(ours));
        jenkins.assertLogContains("plan: ", ours);
        WorkflowRun outside = started("own-outside", "node { writeFile file: 'x', text: 'y' }");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(outside));
    }

    @Test
    public void replay_isPlannedAndNeverApplied() throws Exception {
        WorkflowRun build = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", build);
        build.getExecutor().interrupt(Result.ABORTED, new CauseOfInterruption.UserInterruption("carol"));
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertEquals("carol", SampleStack.run(build).fact("stopped").path("by").asText());
        ReplayAction replay = build.getAction(ReplayAction.class);
        WorkflowRun again = (WorkflowRun)
                replay.run(replay.getOriginalScript(), java.util.Map.of()).get();
        jenkins.assertBuildStatus(Result.FAILURE, again);
        jenkins.assertLogContains("a speculative plan", again);
        jenkins.assertLogContains("operation.replay", again);
        assertFalse(sample.hasState());
    }
}
