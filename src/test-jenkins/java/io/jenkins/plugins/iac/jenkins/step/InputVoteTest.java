package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Item;
import hudson.model.Label;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Pipeline's own {@code input} as a vote: whom Jenkins saw counts, for the plan that its id names, and once. */
public class InputVoteTest {
    private static final String SCRIPT =
            """
            def plan
            iacAgent(stack: 'STACK', operation: 'plan') { plan = iacPlan() }
            input id: 'iac-0123456789abcdef', message: 'another plan'
            def bob = input id: plan.inputId, message: 'the requester', submitterParameter: 'bob'
            bob = 'bob'
            try {
              iacAgent(stack: 'STACK', operation: 'apply') { iacApply() }
              echo 'applied without a vote'
            } catch (e) {
              echo 'not yet: ' + e.message
            }
            input id: plan.inputId, message: 'the owner'
            def done = iacAgent(stack: 'STACK', operation: 'apply') { iacApply() }
            echo "is ${done.state}"
            """
                    .replace("STACK", SampleStack.STACK);

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private void submit(WorkflowRun build, String user, String message) throws Exception {
        jenkins.waitForMessage(message, build);
        for (int i = 0; i < 3000; i++) {
            InputAction inputs = build.getAction(InputAction.class);
            if (inputs != null && inputs.isWaitingForInput()) {
                String id = inputs.getExecutions().get(0).getId();
                int answer = new Visitor(jenkins, user)
                        .post(build.getUrl() + "input/" + id + "/proceedEmpty")
                        .statusCode();
                assertTrue(user + " may submit: " + answer, answer < 400);
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("does not wait: " + JenkinsRule.getLog(build));
    }

    @Test
    public void input_ofThePlanByOneOfTheTeam_countsOnceAndNothingElseDoes() throws Exception {
        SampleStack sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        SampleStack.people(jenkins, List.of("alice", "bob"), List.of("alice", "bob"))
                .grant(Item.BUILD)
                .everywhere()
                .to("alice", "bob");
        jenkins.createOnlineSlave(Label.get("iac-stage"));
        sample.save();

        WorkflowRun build = SampleStack.started(jenkins, SCRIPT);
        submit(build, "bob", "another plan");
        submit(build, "alice", "the requester");
        jenkins.waitForMessage("not yet: ", build);
        assertFalse("nothing was applied", sample.hasState());
        Run waiting = SampleStack.run(build);
        assertEquals(RunState.AWAITING_APPROVAL, waiting.state());
        assertEquals(
                "an input that names another plan is no vote",
                0,
                waiting.votes().size());
        JsonNode refused = waiting.fact("refusedVotes");
        assertEquals(refused.toString(), 1, refused.size());
        assertEquals(
                "whom Jenkins saw, not whom the script names",
                "alice",
                refused.path(0).path("user").asText());

        submit(build, "bob", "the owner");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("is verified", build);
        jenkins.assertLogNotContains("applied without a vote", build);
        Run run = SampleStack.run(build);
        assertEquals("looked at more than once, counted once", 1, run.votes().size());
        assertEquals("bob", run.votes().get(0).path("user").asText());
        assertEquals("input", run.votes().get(0).path("via").asText());
        assertTrue(run.votes().get(0).path("authenticated").asBoolean());
    }
}
