package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import hudson.model.Slave;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/**
 * What becomes of a plan in whose middle the controller goes down, the worker dies, or somebody aborts the build. The state of
 * the stack is asked for over HTTP, and the answer held back for as long as the test wants the tool to plan.
 */
public class PlanInterruptedTest {
    private static final String PLAN = "iacAgent(stack: '" + SampleStack.STACK
            + "', operation: 'plan') { def p = iacPlan(); echo \"plan: ${p.summary}\" }";

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final HeldBackend backend = new HeldBackend();

    private String contract;
    private long worker;

    @Before
    public void patience() {
        // In tests it is 15 seconds, in which the agent of a busy machine is not back.
        ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS = 300_000;
    }

    @After
    public void letGo() {
        System.clearProperty(StopLimit.PROPERTY);
    }

    /** A build whose tool is planning and waits for the state. */
    private WorkflowRun planning(JenkinsRule jenkins) throws Exception {
        SampleStack sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        sample.save("any", text -> text.replaceFirst("backend: .*", backend.line()));
        SampleStack.agent(agents, jenkins);
        WorkflowRun build = SampleStack.started(jenkins, PLAN);
        for (int i = 0; i < 4000 && backend.asked() == 0 && build.isBuilding(); i++) {
            Thread.sleep(100);
        }
        assertEquals(JenkinsRule.getLog(build), 1, backend.asked());
        assertEquals(RunState.PLANNING, run(build).state());
        contract = run(build).fact("contract").toString();
        worker = worker(jenkins);
        return build;
    }

    private static long worker(JenkinsRule jenkins) throws Exception {
        Slave agent = (Slave) jenkins.jenkins.getNode("pool");
        try (Stream<Path> files = Files.walk(Path.of(agent.getRemoteFS()))) {
            Path number = files.filter(f -> f.getFileName().toString().equals("result.json.pid"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(Files.readString(number).strip().split("\\.")[0]);
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static Run run(WorkflowRun build) {
        assertEquals("one run, whatever happened", 1, IacBuildAction.runs(build).size());
        assertEquals(1, IacRuns.get().services().book().all().size());
        return SampleStack.run(build);
    }

    private static WorkflowRun build(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("web", WorkflowJob.class).getBuildByNumber(1);
    }

    /** Planned once, under the contract of before: nothing was done again without anybody's knowing. */
    private void isPlannedOnce(WorkflowRun build) {
        Run run = run(build);
        List<RunState> states = run.steps().stream().map(Run.Step::state).toList();
        assertEquals(
                states.toString(),
                1,
                states.stream().filter(s -> s == RunState.PLANNING).count());
        assertEquals(contract, run.fact("contract").toString());
        assertFalse("nothing was applied", states.contains(RunState.APPLYING));
    }

    private void endedInThePlan(WorkflowRun build, RunState end) throws Exception {
        isPlannedOnce(build);
        Run run = run(build);
        assertEquals(end, run.end());
        assertEquals("its evidence is sealed", RunState.SEALED, run.state());
        int before = backend.asked();
        backend.letGo();
        for (int i = 0; i < 3000 && isAlive(worker); i++) {
            Thread.sleep(100);
        }
        assertFalse("its worker is gone", isAlive(worker));
        Thread.sleep(2000);
        assertEquals("and nobody planned again", before, backend.asked());
    }

    @Test
    public void restart_whileTheToolPlans_goesOnWithTheSamePlan() throws Throwable {
        sessions.then(jenkins -> planning(jenkins));
        assertTrue("the worker does not need the controller", isAlive(worker));
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            assertTrue(build.isBuilding());
            assertEquals(RunState.PLANNING, run(build).state());
            assertEquals("the same worker", worker, worker(jenkins));
            backend.letGo();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("plan: ", build);
            isPlannedOnce(build);
        });
    }

    @Test
    public void restart_whoseWorkerDiedMeanwhile_endsThePlanAndPlansNothingAgain() throws Throwable {
        sessions.then(jenkins -> planning(jenkins));
        ProcessHandle dead = ProcessHandle.of(worker).orElseThrow();
        Stream.concat(dead.descendants(), Stream.of(dead)).toList().forEach(ProcessHandle::destroyForcibly);
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("a process that ended without an answer", build);
            endedInThePlan(build, RunState.FAILED);
        });
    }

    @Test
    public void abort_whileTheToolPlans_stopsItAndEndsTheRun() throws Throwable {
        System.setProperty(StopLimit.PROPERTY, "2");
        sessions.then(jenkins -> {
            WorkflowRun build = planning(jenkins);
            build.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("stopping; the tool has 2 seconds to finish what it is doing", build);
            endedInThePlan(build, RunState.CANCELED);
        });
    }
}
