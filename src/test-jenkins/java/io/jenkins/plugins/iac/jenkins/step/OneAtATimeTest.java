package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Label;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Two applies of different stacks in one environment: at the same time, or where one run at a time may change it, not. */
public class OneAtATimeTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private WorkflowRun web;
    private WorkflowRun below;

    private WorkflowRun started(String name, String stack) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition("iacRun(stack: '" + stack + "')", true));
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart();
    }

    /** Both stacks planned and approved, with an agent for each. */
    private void bothApproved() throws Exception {
        jenkins.createOnlineSlave(Label.get("iac-stage"));
        jenkins.createOnlineSlave(Label.get("iac-stage"));
        web = started("web", SampleStack.STACK);
        below = started("below", "stage/below");
        for (WorkflowRun build : List.of(web, below)) {
            jenkins.waitForMessage("Review the plan", build);
        }
        SampleStack.approve(web);
        SampleStack.approve(below);
    }

    private static Instant at(Run run, RunState state) {
        return run.steps().stream()
                .filter(s -> s.state() == state)
                .findFirst()
                .orElseThrow()
                .at();
    }

    @Test
    public void secondApply_approvedAtTheSameTime_waitsWithTheReasonAndGoesWhenTheFirstHasEnded() throws Exception {
        Path gate = folder.getRoot().toPath().resolve("gate");
        SampleStack sample = new SampleStack(
                folder.newFolder(),
                """
                resource "terraform_data" "web" {
                  provisioner "local-exec" {
                    command = "echo slow; for i in $(seq 3000); do [ -e %s ] && exit 0; sleep 0.2; done; exit 1"
                  }
                }
                """
                        .formatted(gate));
        sample.save("any", text -> text.replace("- name: stage\n", "- name: stage\n    oneAtATime: true\n")
                .replace("dependsOn: [" + SampleStack.STACK + "]", "dependsOn: []"));
        bothApproved();
        WorkflowRun first = null;
        for (int i = 0; i < 6000 && first == null; i++) {
            first = JenkinsRule.getLog(web).contains("(local-exec): slow")
                    ? web
                    : JenkinsRule.getLog(below).contains("(local-exec): slow") ? below : null;
            Thread.sleep(100);
        }
        assertNotNull("neither applies", first);
        WorkflowRun second = first == web ? below : web;
        String holder = SampleStack.run(first).id();
        LineTest.awaitQueue(second.getParent().getName()
                + "=place 1 in the line of pool-stage: lock.environment: expected environment:stage free");
        LineTest.awaitQueue(second.getParent().getName() + "=found held by " + holder);
        // Jenkins writes into the log why something waits after a quarter of a minute; the first has no lock yet, or
        // has it.
        jenkins.waitForMessage("place 1 in the line of pool-stage: ", second);
        assertTrue(
                JenkinsRule.getLog(second),
                Pattern.compile("place 1 in the line of pool-stage: (lock|order)\\.environment: .*" + holder)
                        .matcher(JenkinsRule.getLog(second))
                        .find());
        assertEquals(RunState.APPLY_QUEUED, SampleStack.run(second).state());
        assertFalse(
                "no agent meanwhile",
                SampleStack.run(second).steps().stream().anyMatch(s -> s.state() == RunState.APPLY_ASSIGNED));
        Files.createFile(gate);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(first));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(second));
        assertTrue(!at(SampleStack.run(second), RunState.APPLY_ASSIGNED)
                .isBefore(at(SampleStack.run(first), RunState.VERIFIED)));
        assertTrue(sample.hasState());
    }

    /** Each apply ends well only if it sees the other one at work. */
    @Test
    public void secondApply_ofAnIndependentStack_worksAtTheSameTimeAsTheFirst() throws Exception {
        Path marks = folder.newFolder("marks").toPath();
        SampleStack sample = new SampleStack(
                folder.newFolder(),
                """
                resource "terraform_data" "web" {
                  provisioner "local-exec" {
                    command = "mktemp %s/XXXXXX; for i in $(seq 3000); do [ $(ls %s | wc -l) = 2 ] && sleep 3 && exit 0; sleep 0.2; done; exit 1"
                  }
                }
                """
                        .formatted(marks, marks));
        sample.save("any", text -> text.replace("dependsOn: [" + SampleStack.STACK + "]", "dependsOn: []"));
        bothApproved();
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(web));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(below));
        Run one = SampleStack.run(web);
        Run other = SampleStack.run(below);
        assertTrue(at(one, RunState.APPLYING).isBefore(at(other, RunState.APPLIED)));
        assertTrue(at(other, RunState.APPLYING).isBefore(at(one, RunState.APPLIED)));
        assertTrue(sample.hasState());
    }
}
