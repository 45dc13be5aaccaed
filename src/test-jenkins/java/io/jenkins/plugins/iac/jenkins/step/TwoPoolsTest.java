package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Two pools, three agents, five jobs: who lands where, and why the others do not. */
public class TwoPoolsTest {
    private static final String REASON =
            "iac-stage is the label of the pool pool-stage; nothing runs there but what iacAgent got a grant for";

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void twoPoolsAndThreeAgents() throws Exception {
        SampleStack sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        sample.save("any", TwoPoolsTest::secondPool);
        SampleStack.people(jenkins, List.of("alice", "bob"), List.of("bob"));
        for (String[] agent : new String[][] {{"stage-1", "iac-stage"}, {"look-1", "iac-look"}, {"free-1", "free"}}) {
            DumbSlave slave = jenkins.createSlave(agent[0], agent[1], null);
            jenkins.waitOnline(slave);
        }
    }

    /** What can only be looked at has a pool of its own. */
    private static String secondPool(String catalog) {
        int from = catalog.indexOf("  - name: pool-stage\n");
        int to = catalog.indexOf("stacks:\n");
        String pool = catalog.substring(from, to);
        String two = pool.replace("[stage, look]", "[stage]")
                + pool.replace("pool-stage", "pool-look")
                        .replace("iac-stage", "iac-look")
                        .replace("[stage, look]", "[look]");
        int look = catalog.indexOf("  - id: look/a\n");
        String stacks = catalog.substring(to, look)
                + catalog.substring(look).replaceFirst("pools: \\[pool-stage\\]", "pools: [pool-look]");
        return catalog.substring(0, from) + two + stacks;
    }

    private WorkflowRun started(String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart();
    }

    private static String granted(String stack) {
        return "iacAgent(stack: '" + stack + "', operation: 'plan') { echo \"runs on ${env.NODE_NAME}\" }";
    }

    @Test
    public void fiveJobs_landWhereTheCatalogSays_orWaitWithTheReason() throws Exception {
        WorkflowRun node = started("node", "node('iac-stage') { echo 'inside' }");
        FreeStyleProject freestyle = jenkins.createFreeStyleProject("freestyle");
        freestyle.setAssignedLabel(Label.get("iac-look"));
        freestyle.scheduleBuild2(0);

        WorkflowRun stage = started("stage", granted(SampleStack.STACK));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(stage));
        jenkins.assertLogContains("plan of stage/web runs on pool pool-stage", stage);
        jenkins.assertLogContains("runs on stage-1", stage);
        WorkflowRun look = started("look", granted("look/a"));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(look));
        jenkins.assertLogContains("plan of look/a runs on pool pool-look", look);
        jenkins.assertLogContains("runs on look-1", look);
        WorkflowRun free = started("free", "node('free') { echo \"runs on ${env.NODE_NAME}\" }");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(free));
        jenkins.assertLogContains("runs on free-1", free);

        assertEquals(REASON, SampleStack.why("node", "pool"));
        assertEquals(REASON.replace("stage", "look"), SampleStack.why("freestyle", "pool"));
        jenkins.waitForMessage(REASON, node);
        jenkins.assertLogNotContains("inside", node);
        assertNull(freestyle.getLastBuild());
        assertTrue(jenkins.jenkins.getComputer("stage-1").isIdle());
        assertTrue(jenkins.jenkins.getComputer("look-1").isIdle());

        Queue.getInstance().cancel(freestyle);
        node.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(node));
    }
}
