package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Label;
import io.jenkins.plugins.iac.cli.LockingBackend;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Somebody else has the backend's lock when the apply is due: it waits without an agent, and the same approval applies it later. */
public class LockedOutTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void apply_backendIsLocked_waitsInTheQueueAndIsAppliedByARetry() throws Exception {
        try (LockingBackend backend = new LockingBackend()) {
            new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = \"one\" }\n")
                    .save("any", text -> text.replaceFirst("backend: .*", backend.member()));
            jenkins.createOnlineSlave(Label.get("iac-stage"));
            WorkflowRun build = SampleStack.started(
                    jenkins,
                    """
                    iacAgent(stack: '%s', operation: 'plan') { iacPlan() }
                    iacApproval()
                    retry(3) { iacAgent(stack: '%s', operation: 'apply') { iacApply() } }
                    """
                            .formatted(SampleStack.STACK, SampleStack.STACK));
            jenkins.waitForMessage("Review the plan", build);
            backend.hold();
            SampleStack.approve(build);
            String why = SampleStack.why("web", LockingBackend.ID);
            for (int i = 0; i < 3 && !why.contains(LockingBackend.ID); i++) {
                why = SampleStack.why("web", LockingBackend.ID);
            }
            assertTrue(why + JenkinsRule.getLog(build), why.contains("the backend's lock"));
            Run waits = SampleStack.run(build);
            assertEquals(RunState.APPLY_QUEUED, waits.state());
            assertTrue(
                    IacRuns.get().services().locks().table().locksOf(waits.id()).isEmpty());
            assertEquals("", backend.state());
            backend.release();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            Run done = SampleStack.run(build);
            assertEquals(RunState.VERIFIED, done.end());
            assertEquals(
                    "the second time something was applied",
                    2,
                    done.steps().stream()
                            .filter(s -> s.state() == RunState.APPLYING)
                            .count());
            assertTrue(backend.state(), backend.state().contains("one"));
        }
    }
}
