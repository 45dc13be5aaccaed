package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Result;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.jenkins.approval.Ballot;
import io.jenkins.plugins.iac.jenkins.approval.Voter;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.run.RunState;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** What waits and what runs is found again after a restart of the controller. */
public class RestartTest {
    private static final String SLOW =
            """
            resource "terraform_data" "web" {
              provisioner "local-exec" { command = "echo slow; sleep 20; echo done" }
            }
            """;

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static WorkflowRun build(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("web", WorkflowJob.class).getBuildByNumber(1);
    }

    private void agent(JenkinsRule jenkins) throws Exception {
        agents.createAgent(
                jenkins,
                InboundAgentRule.Options.newBuilder()
                        .name("pool")
                        .label("iac-stage")
                        .webSocket()
                        .build());
    }

    public static void approve(WorkflowRun build) {
        String run = IacBuildAction.runs(build).get(0);
        String digest = IacRuns.get()
                .services()
                .book()
                .get(run)
                .fact("plan")
                .path("digest")
                .asText();
        ObjectNode caller = Json.object().put("user", "bob");
        Ballot.cast(
                run, new Voter("bob", Set.of(), true), Vote.Decision.APPROVE, Sha256.parse(digest), "", "page", caller);
    }

    @Test
    public void restart_whileApprovalWaitsAndWhileTheToolRuns_goesOn() throws Throwable {
        SampleStack sample = new SampleStack(folder.getRoot(), SLOW);
        sessions.then(jenkins -> {
            sample.save();
            agent(jenkins);
            jenkins.waitForMessage("Review the plan", SampleStack.started(jenkins));
        });
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            assertTrue(build.isBuilding());
            approve(build);
            jenkins.waitForMessage("(local-exec): slow", build);
        });
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins)));
            jenkins.assertLogContains("verified: true", build);
            assertEquals(
                    RunState.VERIFIED,
                    IacRuns.get()
                            .services()
                            .book()
                            .get(IacBuildAction.runs(build).get(0))
                            .end());
        });
    }

    @Test
    public void abort_duringTheApply_letsTheToolEndAndFreezesTheStack() throws Throwable {
        SampleStack sample = new SampleStack(folder.getRoot(), SLOW);
        sessions.then(jenkins -> {
            sample.save();
            agent(jenkins);
            WorkflowRun build = SampleStack.started(jenkins);
            jenkins.waitForMessage("Review the plan", build);
            approve(build);
            jenkins.waitForMessage("(local-exec): slow", build);
            build.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("Gracefully shutting down", build);
            assertEquals(
                    RunState.APPLY_UNKNOWN,
                    IacRuns.get()
                            .services()
                            .book()
                            .get(IacBuildAction.runs(build).get(0))
                            .end());
        });
    }
}
