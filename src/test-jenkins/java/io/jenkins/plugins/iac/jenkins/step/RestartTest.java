package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.run.RunState;
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

    @Test
    public void restart_whileApprovalWaitsAndWhileTheToolRuns_goesOn() throws Throwable {
        SampleStack sample = new SampleStack(folder.getRoot(), SLOW);
        sessions.then(jenkins -> {
            sample.save();
            SampleStack.agent(agents, jenkins);
            jenkins.waitForMessage("Review the plan", SampleStack.started(jenkins));
        });
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            assertTrue(build.isBuilding());
            SampleStack.approve(build);
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
            SampleStack.agent(agents, jenkins);
            WorkflowRun build = SampleStack.started(jenkins);
            jenkins.waitForMessage("Review the plan", build);
            SampleStack.approve(build);
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
