package io.jenkins.plugins.iac.jenkins.kubernetes;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Node;
import hudson.model.Queue;
import io.jenkins.plugins.iac.jenkins.step.SampleStack;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** A controller with the real Kubernetes plugin, the sample stack, and an API that keeps what it is asked for. */
public abstract class PodsCase {
    static final String PLAN = "iacAgent(stack: '" + SampleStack.STACK
            + "', operation: 'plan') { def plan = iacPlan(); echo \"plan: ${plan.summary}\" }";

    private final JenkinsRule jenkins;
    private final TemporaryFolder folder;
    SampleStack sample;
    AgentProcesses agents;
    FakeCluster cluster;

    PodsCase(JenkinsRule jenkins, TemporaryFolder folder) {
        this.jenkins = jenkins;
        this.folder = folder;
    }

    @Before
    public void start() throws Exception {
        sample = new SampleStack(folder.newFolder(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        agents = new AgentProcesses(folder.newFolder().toPath());
        cluster = new FakeCluster(agents);
        PodPool.catalog(sample);
    }

    @After
    public void stop() throws Exception {
        for (WorkflowJob job : jenkins.jenkins.getAllItems(WorkflowJob.class)) {
            for (WorkflowRun run : job.getBuilds()) {
                if (run.isBuilding()) {
                    run.doKill();
                    jenkins.waitForCompletion(run);
                }
            }
        }
        Queue.getInstance().clear();
        jenkins.jenkins.clouds.clear();
        for (Node node : jenkins.jenkins.getNodes()) {
            jenkins.jenkins.removeNode(node);
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    /** A build of this pipeline, asked for by a person. */
    WorkflowRun started(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart();
    }
}
