package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Label;
import hudson.model.Queue;
import io.jenkins.plugins.iac.jenkins.queue.AgentLine;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.run.InLine;
import io.jenkins.plugins.iac.run.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** Who goes first where a pool takes one run at a time, what the queue says to the others, and that a restart forgets none. */
public class LineTest {
    private static final String WEB = "resource \"terraform_data\" \"web\" { input = 1 }\n";

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static WorkflowRun started(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart();
    }

    private static String look(String stack, String body) {
        return "iacAgent(stack: 'look/" + stack + "', operation: 'plan') { " + body + " }";
    }

    private static Instant given(WorkflowRun build) {
        return Instant.parse(
                SampleStack.run(build).fact(InLine.FACT).path("given").asText());
    }

    /** What the queue says of each build that waits for an agent, as soon as it says all of this. */
    static void awaitQueue(String... parts) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            seen.clear();
            for (Queue.Item item : Queue.getInstance().getItems()) {
                seen.add(item.task.getDisplayName() + ": " + item.getWhy());
            }
            int found = 0;
            for (String part : parts) {
                String[] both = part.split("=", 2);
                found += seen.stream().anyMatch(s -> s.contains(both[0]) && s.contains(both[1])) ? 1 : 0;
            }
            if (found == parts.length) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("expected " + List.of(parts) + "; the queue says " + seen);
    }

    private static void proceed(WorkflowRun build) throws Exception {
        for (int i = 0; i < 3000; i++) {
            InputAction inputs = build.getAction(InputAction.class);
            if (inputs != null && inputs.isWaitingForInput()) {
                inputs.getExecutions().get(0).proceed(null);
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("does not wait: " + JenkinsRule.getLog(build));
    }

    private static void approve(JenkinsRule jenkins, WorkflowRun build) throws Exception {
        jenkins.waitForMessage("Review the plan", build);
        SampleStack.approve(build);
    }

    /** Two agents, of which the pool lets one work at a time. */
    private static void poolOfOne(JenkinsRule jenkins, SampleStack sample) throws Exception {
        sample.save("any", 1);
        jenkins.createSlave("one", "iac-stage", null);
        jenkins.createSlave("two", "iac-stage", null);
        jenkins.jenkins.setNumExecutors(0);
    }

    private static WorkflowRun build(JenkinsRule jenkins, String job) {
        return jenkins.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }

    @Test
    public void poolOfOne_dueApplyGoesBeforeTwoSpeculativePlans_alsoOverARestart() throws Throwable {
        SampleStack sample = new SampleStack(folder.getRoot(), WEB);
        sessions.then(jenkins -> {
            poolOfOne(jenkins, sample);
            WorkflowRun web = SampleStack.started(jenkins);
            jenkins.waitForMessage("Review the plan", web);
            WorkflowRun holder = started(jenkins, "holder", look("a", "input 'hold'"));
            jenkins.waitForMessage("hold", holder);
            WorkflowRun first = started(jenkins, "first", look("b", "echo 'has it'"));
            awaitQueue(
                    "first=place 1 in the line of pool-stage: order.pool: expected at most 1 in pool-stage, found 1 at work");
            started(jenkins, "second", look("c", "echo 'has it'"));
            awaitQueue("second=place 2 in the line of pool-stage");
            assertEquals(RunState.QUEUED, SampleStack.run(first).state());
            approve(jenkins, web);
            awaitQueue("web=place 1 in the line", "first=place 2 in the line", "second=place 3 in the line");
            assertEquals(RunState.APPLY_QUEUED, SampleStack.run(web).state());
            assertTrue(InLine.isWaiting(SampleStack.run(web)));
        });
        sessions.then(jenkins -> {
            awaitQueue("web=place 1 in the line", "first=place 2 in the line", "second=place 3 in the line");
            assertFalse(
                    "the limit holds",
                    SampleStack.run(build(jenkins, "web")).steps().stream()
                            .anyMatch(s -> s.state() == RunState.APPLY_ASSIGNED));
            IacRuns.get().services().locks().freeze(LockScope.global(), "carol", "audit");
            awaitQueue("web=freeze.global");
            proceed(build(jenkins, "holder"));
            WorkflowRun first = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins, "first")));
            WorkflowRun second = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins, "second")));
            assertTrue("a run that is frozen out holds up nobody", given(first).isBefore(given(second)));
            awaitQueue("web=freeze.global: expected no freeze of global, found frozen since");
            WorkflowRun again = started(jenkins, "again", look("a", "input 'hold'"));
            jenkins.waitForMessage("hold", again);
            WorkflowRun late = started(jenkins, "late", look("b", "echo 'has it'"));
            awaitQueue("late=place 2 in the line");
            IacRuns.get().services().locks().unfreeze(LockScope.global(), "carol", "done");
            awaitQueue("web=order.pool");
            proceed(again);
            WorkflowRun web = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins, "web")));
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(late));
            assertTrue("applied before the plan that also waited", given(web).isBefore(given(late)));
            assertTrue(
                    "one at a time",
                    !given(late)
                            .isBefore(SampleStack.run(web).steps().stream()
                                    .filter(s -> s.state() == RunState.VERIFIED)
                                    .findFirst()
                                    .orElseThrow()
                                    .at()));
            assertTrue(sample.hasState());
            assertEquals(
                    "nothing in the block took it up",
                    RunState.CANCELED,
                    SampleStack.run(late).end());
        });
    }

    /** What a controller may have written down of an agent before it died is no agent. */
    @Test
    public void restart_agentGivenAndNeverTaken_andASecondBlockOfTheSameRun_goOn() throws Throwable {
        SampleStack sample = new SampleStack(folder.getRoot(), WEB);
        sessions.then(jenkins -> {
            poolOfOne(jenkins, sample);
            String block = "iacAgent(stack: '" + SampleStack.STACK + "', operation: 'apply') { ";
            WorkflowRun twice = started(
                    jenkins,
                    "twice",
                    "iacAgent(stack: '" + SampleStack.STACK + "', operation: 'plan') { iacPlan() }\niacApproval()\n"
                            + "parallel a: { " + block + "input 'hold' } }, b: { " + block + "iacApply() } }");
            approve(jenkins, twice);
            jenkins.waitForMessage("Proceed or Abort", twice);
            awaitQueue("twice=of pool-stage");
            WorkflowRun given = started(jenkins, "given", look("b", "echo 'has it'"));
            awaitQueue("given=of pool-stage");
            new InLine(IacRuns.get().services()).given(SampleStack.run(given).id());
            assertFalse("the journal says that it works", InLine.isWaiting(SampleStack.run(given)));
        });
        sessions.then(jenkins -> {
            // The block that goes on counts, though its run was given an agent twice: the limit holds.
            awaitQueue("twice=of pool-stage", "given=found 1 at work");
            jenkins.assertLogNotContains("has it", build(jenkins, "given"));
            // Who of the others goes first depends on which agent is back first; none of them waits for ever.
            proceed(build(jenkins, "twice"));
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins, "twice")));
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins, "given")));
            assertTrue(sample.hasState());
            assertTrue(AgentLine.report().isEmpty());
        });
    }

    @Test
    public void agentInsideOfAnAgent_isRefused_andItsRunIsNotLeftWaiting() throws Throwable {
        SampleStack sample = new SampleStack(folder.getRoot(), WEB);
        sessions.then(jenkins -> {
            sample.save("any", 1);
            jenkins.createOnlineSlave(Label.get("iac-stage"));
            WorkflowRun nested = started(jenkins, "nested", look("a", look("b", "echo 'in'")));
            jenkins.waitForCompletion(nested);
            jenkins.assertLogContains("an iacAgent inside of iacAgent for plan of look/a", nested);
            jenkins.assertLogNotContains("\tat ", nested);
            assertEquals(1, IacBuildAction.runs(nested).size());
            assertEquals(RunState.CANCELED, SampleStack.run(nested).end());
            assertTrue(Jenkins.get().getQueue().isEmpty());
        });
    }
}
