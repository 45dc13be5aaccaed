package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.run.BuildLiveness;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.lock.Liveness.Owner;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Nobody takes the lock of an apply that is at work, nor starts one again that has failed. */
public class LiveOwnerTest {
    private static final LockScope SCOPE = LockScope.stack(new StackId(SampleStack.STACK));

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void people() throws Exception {
        SampleStack.people(jenkins, List.of("alice", "bob", "carol"), List.of("bob"))
                .grant(IacPermissions.UNLOCK, IacPermissions.AUDIT, Item.BUILD, Jenkins.READ)
                .everywhere()
                .to("carol");
        hudson.model.User.getById("carol", true);
        jenkins.createOnlineSlave(Label.get("iac-stage"));
        jenkins.createOnlineSlave(Label.get("iac-stage"));
    }

    /** Whatever went wrong, no tool is left behind. */
    @After
    public void letGo() throws Exception {
        Files.writeString(file("go"), "");
        for (String program : Files.exists(file("effects")) ? Files.readAllLines(file("effects")) : List.<String>of()) {
            ProcessHandle.of(Long.parseLong(program.strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private Path file(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    /** Each apply adds the number of its program to a file; {@code then} is what it does after that. */
    private void stack(String then) throws Exception {
        new SampleStack(
                        folder.getRoot(),
                        """
                        resource "terraform_data" "web" {
                          provisioner "local-exec" { command = "echo $$ >> %s; %s" }
                        }
                        """
                                .formatted(file("effects"), then))
                .save();
    }

    private static Lock lock() {
        return IacRuns.get().services().locks().table().lock(SCOPE).orElseThrow();
    }

    private static Owner owner(Run run) {
        return new BuildLiveness(IacRuns.get().services()).of(run.id());
    }

    private void assertNobodyTakesIt(Lock held) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "iacUnlock(stack: '" + SampleStack.STACK + "', choice: 're-plan', reason: 'I think that it hangs')",
                true));
        WorkflowRun step = job.scheduleBuild2(
                        0, new hudson.model.CauseAction(new hudson.model.Cause.UserIdCause("carol")))
                .get();
        jenkins.assertBuildStatus(Result.FAILURE, step);
        jenkins.assertLogContains("a live owner", step);
        HttpResponse<String> button = new Visitor(jenkins, "carol")
                .post(
                        "iac/locks/unlock",
                        "stack",
                        SampleStack.STACK,
                        "token",
                        String.valueOf(held.token()),
                        "choice",
                        "re-plan",
                        "reason",
                        "I think that it hangs");
        assertEquals(button.body(), 409, button.statusCode());
        assertTrue(button.body(), button.body().contains("a live owner"));
        assertEquals(held.token(), lock().token());
        assertNull(lock().frozenBecause());
    }

    @Test
    public void unlock_whileAnotherBuildApplies_isRefusedToTheStepAndTheButton() throws Exception {
        stack("while test ! -e " + file("go") + "; do sleep 0.2; done");
        WorkflowRun build = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", build);
        SampleStack.approve(build);
        for (int i = 0; i < 3000 && !Files.exists(file("effects")); i++) {
            Thread.sleep(100);
        }
        Run run = SampleStack.run(build);
        assertEquals(Owner.ALIVE, owner(run));
        Lock held = lock();
        assertNobodyTakesIt(held);
        build.getParent().renameTo("moved");
        assertEquals("its job has another name now", Owner.ALIVE, owner(run));
        assertNobodyTakesIt(held);
        Files.writeString(file("go"), "");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertEquals(RunState.VERIFIED, SampleStack.run(build).end());
        assertTrue(IacRuns.get().services().locks().table().lock(SCOPE).isEmpty());
        for (int i = 0; i < 600 && owner(run) == Owner.ALIVE; i++) {
            // Jenkins has the end of a build on its list before it is off its executor.
            Thread.sleep(100);
        }
        assertEquals(Owner.DEAD, owner(run));
        build.delete();
        assertEquals("its build is gone", Owner.DEAD, owner(run));
        assertEquals(
                "of a run that nobody knows nothing is known",
                Owner.UNKNOWN,
                new BuildLiveness(IacRuns.get().services()).of("20200101-000000-00000000"));
    }

    /** What a pipeline does again is refused as what it is: the run has ended, its stack is frozen. */
    @Test
    public void retry_aroundAnApplyThatFails_appliesOnce() throws Exception {
        stack("exit 3");
        WorkflowRun build = SampleStack.started(
                jenkins,
                """
                iacAgent(stack: '%s', operation: 'plan') { iacPlan() }
                iacApproval()
                retry(3) { iacAgent(stack: '%s', operation: 'apply') { iacApply() } }
                """
                        .formatted(SampleStack.STACK, SampleStack.STACK));
        jenkins.waitForMessage("Review the plan", build);
        SampleStack.approve(build);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        assertEquals("applied once", 1, Files.readAllLines(file("effects")).size());
        Run run = SampleStack.run(build);
        assertEquals(RunState.APPLY_FAILED, run.end());
        assertEquals(
                1,
                run.steps().stream().filter(s -> s.state() == RunState.APPLYING).count());
        AgentLosses.assertFrozen();
    }

    /** A plan that is asked for again is another run, with a record of its own beside that of the first. */
    @Test
    public void retry_aroundAPlanThatFails_isARunOfItsOwnEachTime() throws Exception {
        new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = file(\"none\") }\n").save();
        WorkflowRun build = SampleStack.started(
                jenkins, "retry(2) { iacAgent(stack: '" + SampleStack.STACK + "', operation: 'plan') { iacPlan() } }");
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        List<Run> runs = IacRuns.get().services().book().all();
        assertEquals(2, runs.size());
        for (Run run : runs) {
            assertEquals(RunState.FAILED, run.end());
            assertEquals(RunState.SEALED, run.state());
            jenkins.assertLogContains(run.id(), build);
        }
    }
}
