package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Queue;
import hudson.model.StringParameterDefinition;
import hudson.model.User;
import io.jenkins.plugins.iac.jenkins.config.DownstreamConfiguration;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.run.RunState;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;

/** After an apply Jenkins builds the jobs of the stacks that depend on the applied one, and only those it may build. */
public class DownstreamJobsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static WorkflowRun applied(WorkflowRun build) throws Exception {
        JENKINS.waitForMessage("Review the plan", build);
        SampleStack.approve(build);
        return JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(build));
    }

    /** What is said of the stack downstream when this build's apply is over, under the circumstances of now. */
    private static String said(WorkflowRun web) {
        return said(web, web);
    }

    /** The same as another build would say it. */
    private static String said(WorkflowRun web, WorkflowRun by) {
        List<String> log = new ArrayList<>();
        new DownstreamJobs(by, log::add)
                .queue(SampleStack.run(web).id(), IacRuns.get().services());
        return String.join("\n", log);
    }

    private static void assertLeftAlone(WorkflowRun web, String why) {
        assertEquals("a plan of stage/below is due now: " + why, said(web));
        assertEquals(0, Queue.getInstance().getItems().length);
    }

    @Test
    public void apply_queuesTheJobOfTheStackDownstream_unlessItMayNot() throws Exception {
        SampleStack sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        sample.save();
        JENKINS.createOnlineSlave(Label.get("iac-stage"));
        JENKINS.createOnlineSlave(Label.get("iac-stage"));
        WorkflowJob below = JENKINS.createProject(WorkflowJob.class, "below");
        below.setDefinition(new CpsFlowDefinition("def r = iacRun('stage/below'); echo \"ends ${r.state}\"", true));
        applied(below.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart());
        sample.commit("resource \"terraform_data\" \"web\" { input = 2 }\n");

        DownstreamConfiguration.get().setQueued(false);
        WorkflowRun web = applied(SampleStack.started(JENKINS));
        JENKINS.assertLogNotContains("is due now", web);
        assertEquals("", said(web));
        DownstreamConfiguration.get().setQueued(true);

        assertEquals(
                "a plan of stage/below is due now: this job planned it before; build it again, or let iacDue() plan it",
                said(web, below.getLastBuild()));
        assertEquals(0, Queue.getInstance().getItems().length);
        below.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("what", "")));
        assertLeftAlone(
                web, "its job below takes parameters, which nobody gives here; build it, or let iacDue() plan it");
        below.removeProperty(ParametersDefinitionProperty.class);
        below.setDisabled(true);
        assertLeftAlone(web, "its job below takes no builds now");
        below.setDisabled(false);
        below.renameTo("elsewhere");
        String unknown = "no job is known here that plans it in order to apply it; iacDue() plans it";
        assertLeftAlone(web, unknown);
        below.renameTo("below");

        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("robot"));
        MockQueueItemAuthenticator robots = new MockQueueItemAuthenticator()
                .authenticate("web", User.getById("robot", true).impersonate2());
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().add(robots);
        assertLeftAlone(web, "'robot', as whom this build runs, may not build its job below");
        JENKINS.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("robot"));
        assertLeftAlone(web, unknown);
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Computer.BUILD)
                .everywhere()
                .to("robot"));

        sample.commit("resource \"terraform_data\" \"web\" { input = 3 }\n");
        WorkflowRun third = applied(web.getParent()
                .scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart());
        JENKINS.assertLogContains("a plan of stage/below is due now: its job below is queued", third);
        for (int i = 0; i < 3000 && below.getBuildByNumber(2) == null; i++) {
            Thread.sleep(100);
        }
        WorkflowRun second = below.getBuildByNumber(2);
        JENKINS.waitForMessage("Review the plan", second);
        assertEquals(
                "stage/web, on which stage/below depends, was applied by run "
                        + SampleStack.run(third).id() + " in " + third.getFullDisplayName(),
                second.getCauses().get(0).getShortDescription());
        assertEquals(SourceKind.SCHEDULE, SampleStack.run(second).source().kind());
        assertEquals(Trigger.UPSTREAM, SampleStack.run(second).source().trigger());
        assertEquals(RunState.AWAITING_APPROVAL, SampleStack.run(second).state());
        assertFalse("settled", said(third).contains("below"));
        JENKINS.waitForMessage("owner: 2 more of web", second);
        SampleStack.approve(second);
        assertEquals(
                "nobody asked for it, so one is not enough",
                RunState.AWAITING_APPROVAL,
                SampleStack.run(second).state());
        second.doStop();
        JENKINS.waitForCompletion(second);
        assertTrue(below.getBuildByNumber(3) == null);
    }
}
