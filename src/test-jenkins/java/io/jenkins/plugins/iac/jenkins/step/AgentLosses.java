package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.StackId;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;

/** What tests share in which an agent goes away while something is applied on it. */
abstract class AgentLosses {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @After
    public void resetWaiting() {
        System.clearProperty(AgentAway.PROPERTY);
    }

    /** A build whose plan is approved, on an agent that can be stopped. */
    final WorkflowRun approved() throws Exception {
        SampleStack.agent(agents, jenkins);
        WorkflowRun build = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", build);
        SampleStack.approve(build);
        return build;
    }

    static void assertFrozen() {
        assertTrue(IacRuns.get()
                .services()
                .locks()
                .table()
                .lock(LockScope.stack(new StackId(SampleStack.STACK)))
                .orElseThrow()
                .isFrozen());
    }
}
