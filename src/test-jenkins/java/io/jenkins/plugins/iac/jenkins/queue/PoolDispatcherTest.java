package io.jenkins.plugins.iac.jenkins.queue;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.matrix.AxisList;
import hudson.matrix.LabelAxis;
import hudson.matrix.MatrixConfiguration;
import hudson.matrix.MatrixProject;
import hudson.matrix.TextAxis;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Who gets onto an agent of a pool. */
public class PoolDispatcherTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static final AtomicInteger JOBS = new AtomicInteger();
    private static final String CATALOG =
            """
            environments: [{name: prod}]
            pools:
              - {name: data, label: iac-data, environments: [prod], operations: [plan]}
              - {name: app, label: iac-app, environments: [prod], operations: [plan]}
            """;
    private static final String NO_GRANT = "the pool data; nothing runs there but what iacAgent got a grant for";

    @Before
    public void configure() throws Exception {
        IacGlobalConfiguration.get().replace(CATALOG, null).orThrow();
        if (JENKINS.jenkins.getNode("guarded") == null) {
            DumbSlave agent = JENKINS.createSlave("guarded", "iac-data linux", null);
            JENKINS.waitOnline(agent);
        }
    }

    @After
    public void clear() throws Exception {
        Queue.getInstance().clear();
        for (WorkflowJob job : JENKINS.jenkins.getItems(WorkflowJob.class)) {
            for (WorkflowRun run : job.getBuilds()) {
                if (run.isBuilding()) {
                    run.doKill();
                    JENKINS.waitForCompletion(run);
                }
            }
            job.delete();
        }
    }

    private static WorkflowRun run(String script) throws Exception {
        // Never a name again: what is left of a build that was killed would meet the next one's.
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class, "job-" + JOBS.incrementAndGet());
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static String why(Queue.Task task) throws InterruptedException {
        for (int i = 0; i < 2400; i++) {
            Queue.Item item = Queue.getInstance().getItem(task);
            if (item != null && item.getWhy() != null && item.getWhy().contains("pool")) {
                return item.getWhy();
            }
            Thread.sleep(50);
        }
        throw new AssertionError(
                "is not refused; queue: " + List.of(Queue.getInstance().getItems()));
    }

    private static String whyPlaceholder() throws InterruptedException {
        String last = "nothing waits";
        for (int i = 0; i < 2400; i++) {
            for (Queue.Item item : Queue.getInstance().getItems()) {
                last = String.valueOf(item.getWhy());
                if (last.contains("pool")) {
                    return last;
                }
            }
            Thread.sleep(50);
        }
        return last;
    }

    @Test
    public void pipeline_withTheGrant_runs() throws Exception {
        WorkflowRun run = run("grantedNode(pool: 'data', label: 'iac-data') { echo 'on the agent' }");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("on the agent", run);
    }

    @Test
    public void pipeline_withoutGrant_isRefusedWithTheReason() throws Exception {
        run("node('iac-data') { echo 'on the agent' }");
        assertEquals("iac-data is the label of " + NO_GRANT, whyPlaceholder());
    }

    @Test
    public void pipeline_thatNamesTheAgentItself_isRefused() throws Exception {
        run("node('guarded') { echo 'on the agent' }");
        assertTrue(whyPlaceholder(), whyPlaceholder().contains("guarded is an agent of " + NO_GRANT));
    }

    @Test
    public void pipeline_withAnExpressionThatMatchesTheAgent_isRefused() throws Exception {
        run("node('iac-data && linux') { echo 'on the agent' }");
        assertTrue(whyPlaceholder(), whyPlaceholder().contains("guarded is an agent of " + NO_GRANT));
    }

    @Test
    public void pipeline_withTheGrantOfAnotherPool_isRefusedWithBoth() throws Exception {
        run("grantedNode(pool: 'app', label: 'iac-data') { echo 'on the agent' }");
        assertEquals(
                "iac-data is the label of the pool data, and what was granted is plan of prod/db on app (run"
                        + " 20261121-103012-4f2a9c01)",
                whyPlaceholder());
    }

    /** The grant is the step's, not the run's: a node inside the granted block has none. */
    @Test
    public void pipeline_nodeInsideTheGrantedBlock_isRefused() throws Exception {
        WorkflowRun run =
                run("grantedNode(pool: 'data', label: 'iac-data') { echo 'outer'; node('iac-data') { echo 'inner' } }");
        JENKINS.waitForMessage("outer", run);
        assertEquals("iac-data is the label of " + NO_GRANT, whyPlaceholder());
        JENKINS.assertLogNotContains("inner", run);
    }

    @Test
    public void freestyle_tiedToTheLabel_isRefused() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.setAssignedLabel(Label.get("iac-data"));
        job.scheduleBuild2(0);
        assertEquals("iac-data is the label of " + NO_GRANT, why(job));
    }

    @Test
    public void freestyle_thatMayRunAnywhere_runsElsewhere() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        assertEquals("", JENKINS.buildAndAssertSuccess(job).getBuiltOnStr());
    }

    /** The parent of a matrix is a flyweight, which Jenkins puts on a node without asking who may take it. */
    @Test
    public void matrixParent_tiedToTheLabel_isRefused() throws Exception {
        MatrixProject job = JENKINS.createProject(MatrixProject.class);
        job.setAxes(new AxisList(new TextAxis("A", "1")));
        job.setAssignedLabel(Label.get("linux"));
        job.scheduleBuild2(0);
        assertTrue(why(job), why(job).contains("guarded is an agent of " + NO_GRANT));
    }

    /** A child is an item of its own with the label of its axis. */
    @Test
    public void matrixChild_whoseAxisNamesTheLabel_isRefused() throws Exception {
        MatrixProject job = JENKINS.createProject(MatrixProject.class);
        job.setAxes(new AxisList(new LabelAxis("label", List.of("iac-data", "free"))));
        JENKINS.waitOnline(JENKINS.createSlave("free", "free", null));
        job.scheduleBuild2(0);
        MatrixConfiguration refused = job.getItem("label=iac-data");
        assertEquals("iac-data is the label of " + NO_GRANT, why(refused));
        MatrixConfiguration other = job.getItem("label=free");
        for (int i = 0;
                i < 6000
                        && (other.getLastBuild() == null || other.getLastBuild().isBuilding());
                i++) {
            Thread.sleep(50);
        }
        assertNotNull("free did not run", other.getLastBuild());
        assertEquals("free", other.getLastBuild().getBuiltOnStr());
        assertNull(refused.getLastBuild());
        job.getLastBuild().doStop();
        JENKINS.waitForCompletion(job.getLastBuild());
        job.delete();
    }

    /** Whoever may configure an agent, or connect one, can give it any label, but not the name of another agent. */
    @Test
    public void agentThatLabelledItself_isRefused_theOneThatThePoolNamesIsTaken() throws Exception {
        IacGlobalConfiguration.get()
                .replace(CATALOG.replace("label: iac-app,", "label: iac-app, agents: [app-1, app-cloud-*],"), null)
                .orThrow();
        DumbSlave stranger = JENKINS.createSlave("stranger", "iac-app", null);
        JENKINS.waitOnline(stranger);
        WorkflowRun run = run("grantedNode(pool: 'app', label: 'iac-app') { echo \"on ${env.NODE_NAME}\" }");
        String why = whyPlaceholder();
        // Jenkins says besides which agents have no such label at all.
        assertTrue(
                why,
                why.startsWith(
                        "stranger carries the label of the pool app, whose agents are app-1, app-cloud-*; it is none"
                                + " of them, so take the label off it or name it under agents"));
        JENKINS.waitOnline(JENKINS.createSlave("app-1", "iac-app", null));
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("on app-1", run);
        assertNull(stranger.toComputer().getExecutors().get(0).getCurrentExecutable());
    }

    @Test
    public void catalogThatIsGone_opensTheAgent_brokenOne_doesNot() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.setAssignedLabel(Label.get("iac-data"));
        job.scheduleBuild2(0);
        assertNotNull(why(job));
        IacGlobalConfiguration.get().replace("{}", null).orThrow();
        Queue.getInstance().scheduleMaintenance();
        JENKINS.waitUntilNoActivity();
        assertEquals(Result.SUCCESS, job.getLastBuild().getResult());
        assertEquals("guarded", job.getLastBuild().getBuiltOnStr());
    }
}
