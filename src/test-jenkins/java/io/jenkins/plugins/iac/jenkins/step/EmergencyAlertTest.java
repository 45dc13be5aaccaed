package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.iac.jenkins.run.EmergencyAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.run.BreakGlass;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.runtask.CheckServer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Breaking the glass where somebody must be told first: told over TLS by the controller, or refused. */
public class EmergencyAlertTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private CheckServer pager;

    @Before
    public void start() throws Exception {
        SampleStack sample = new SampleStack(folder.newFolder(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        pager = new CheckServer(folder.newFolder().toPath());
        sample.save(
                "any",
                ReviewPageTest.emergency("url: \"" + pager.url() + "\", network: local, timeout: 2m, certificates: "
                        + pager.certificate()));
    }

    @After
    public void stop() {
        pager.close();
    }

    private static RunServices services() {
        return IacRuns.get().services();
    }

    private static WorkflowRun asked(String name) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(
                "iacAgent(stack: '" + SampleStack.STACK
                        + "', operation: 'plan') { def plan = iacPlan(); echo \"plan: ${plan.summary}\" }",
                true));
        return job.scheduleBuild2(
                        0,
                        new CauseAction(new Cause.UserIdCause("alice")),
                        new EmergencyAction(SampleStack.STACK, "alice", "queue is down, INC-7", Instant.now(), null))
                .get();
    }

    @Test
    public void alert_thatIsHeard_isToldWhoAndWhyBeforeAnythingStarts() throws Exception {
        JENKINS.createOnlineSlave(Label.get("iac-glass"));
        List<RunState> then = new CopyOnWriteArrayList<>();
        pager.answers((exchange, question) -> {
            then.add(services().book().get(question.path("run").asText()).state());
            CheckServer.send(
                    exchange,
                    200,
                    "application/json",
                    CheckServer.proper(question, "passed").toString());
        });
        WorkflowRun build = asked("heard");
        JENKINS.assertBuildStatusSuccess(build);
        JENKINS.assertLogContains("plan: ", build);
        assertEquals(List.of(RunState.REQUESTED), then);
        assertTrue(
                "signed by this controller",
                pager.received().get(0).verify(services().keys().publicKeys()));
        JsonNode question = pager.question(0);
        assertEquals("break_glass", question.path("stage").asText());
        assertEquals("alice", question.path("actor").asText());
        assertEquals(SampleStack.STACK, question.path("stack").asText());
        assertEquals(
                "queue is down, INC-7",
                question.path("breakGlass").path("reason").asText());
        assertTrue(SampleStack.run(build).fact("policy").toString().contains("task:pager"));
    }

    @Test
    public void alert_thatNobodyHears_refusesTheRequestAndSaysSo() throws Exception {
        pager.says("failed");
        WorkflowRun told = asked("failed");
        isRefused(told, "said failed");
        pager.close();
        WorkflowRun silent = asked("silent");
        isRefused(silent, "onnect");
        assertEquals("the second one reached nobody", 1, pager.received().size());
    }

    private static void isRefused(WorkflowRun build, String reason) throws Exception {
        JENKINS.assertBuildStatus(Result.FAILURE, build);
        JENKINS.assertLogContains("breakGlass.alert", build);
        JENKINS.assertLogContains("an alert that was heard", build);
        JENKINS.assertLogContains(reason, build);
        JENKINS.assertLogNotContains("runs on pool", build);
        JENKINS.assertLogNotContains("\tat ", build);
        assertEquals(RunState.REJECTED, SampleStack.run(build).end());
        assertFalse("nothing to review", BreakGlass.isReviewOpen(SampleStack.run(build)));
        assertEquals(
                "sealed as evidence", RunState.SEALED, SampleStack.run(build).state());
    }
}
