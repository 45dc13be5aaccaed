package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.run.RunState;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Every way to a vote but the button: a link, a form of another site, a replay, the wrong person, a guessed URL. */
public class VoteAttackPageTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SampleStack sample;

    @Before
    public void people() throws Exception {
        sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" {}\n");
        SampleStack.people(jenkins, List.of("alice", "bob", "carol", "dave"), List.of("alice", "bob", "dave"))
                .grant(Item.BUILD)
                .everywhere()
                .to("alice")
                .grant(Jenkins.READ)
                .everywhere()
                .to("stranger");
        jenkins.createOnlineSlave(Label.get("iac-stage"));
        sample.save();
    }

    private Visitor as(String user) {
        return new Visitor(jenkins, user);
    }

    private static String id(Run<?, ?> build) {
        return IacBuildAction.runs(build).get(0);
    }

    private static io.jenkins.plugins.iac.run.Run run(Run<?, ?> build) {
        return IacRuns.get().services().book().get(id(build));
    }

    private int approve(String user, Run<?, ?> build) throws Exception {
        String digest = run(build).fact("plan").path("digest").asText();
        return as(user).post(build.getUrl() + "iac/approve", "run", id(build), "digest", digest)
                .statusCode();
    }

    @Test
    public void vote_byAnyWayButTheButton_doesNotCount() throws Exception {
        WorkflowRun build = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", build);
        String digest = run(build).fact("plan").path("digest").asText();
        String page = build.getUrl() + "iac/approve";
        String query = page + "?run=" + id(build) + "&digest=" + digest;
        assertEquals("a link", 405, as("bob").get(query).statusCode());
        assertEquals(
                "a form of another site",
                403,
                as("bob")
                        .postWithoutCrumb(page, "run", id(build), "digest", digest)
                        .statusCode());
        assertEquals("nobody", 403, approve(null, build));
        assertEquals("without the permission", 403, approve("carol", build));
        assertEquals("who does not even see the job", 404, approve("stranger", build));
        assertEquals("the requester", 403, approve("alice", build));
        assertEquals("somebody of no team that has to approve", 403, approve("dave", build));
        for (String guess : new String[] {"runs", "run", "votes", "api/json", "../iac/getRuns"}) {
            int status = as("bob").get(build.getUrl() + "iac/" + guess).statusCode();
            assertTrue(guess + ": " + status, status >= 400 && status < 500);
        }
        assertEquals(
                "no vote of all these was recorded as an approval",
                RunState.AWAITING_APPROVAL,
                run(build).state());
        assertTrue(build.isBuilding());
        assertFalse(sample.hasState());

        assertEquals("the button", 302, approve("bob", build));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertTrue(sample.hasState());
    }

    @Test
    public void replay_withAnApplyInItsScript_writesNothing() throws Exception {
        WorkflowRun build = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", build);
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        ReplayAction replay = build.getAction(ReplayAction.class);
        String script =
                """
                iacAgent(stack: '%s', operation: 'plan') { iacPlan() }
                iacAgent(stack: '%s', operation: 'apply') { iacApply() }
                """
                        .formatted(SampleStack.STACK, SampleStack.STACK);
        WorkflowRun again = (WorkflowRun) replay.run(script, Map.of()).waitForStart();
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(again));
        jenkins.assertLogContains("operation.replay", again);
        assertFalse(sample.hasState());
    }
}
