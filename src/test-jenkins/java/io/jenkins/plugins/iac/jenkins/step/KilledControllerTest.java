package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.ExtensionList;
import hudson.Launcher;
import hudson.LauncherDecorator;
import hudson.Proc;
import hudson.model.Node;
import hudson.model.Result;
import io.jenkins.plugins.iac.evidence.VerificationResult;
import io.jenkins.plugins.iac.evidence.Verifier;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.run.LostTool;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.flow.GlobalDefaultFlowDurabilityLevel;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/**
 * A controller that is killed with SIGKILL, nothing in order, and started again on its home. What its agent was doing is
 * followed, or stopped and said to be in doubt; it is never done a second time.
 */
public class KilledControllerTest {
    @Rule
    public final RealJenkinsRule controller = new RealJenkinsRule()
            .javaOptions("-Xmx1g", "-Djenkins.model.Jenkins.slaveAgentPort=-1", "-D" + StopLimit.PROPERTY + "=5")
            .withTimeout(900);

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final HeldBackend backend = new HeldBackend();

    @After
    public void letGo() throws IOException {
        Files.writeString(file("go"), "");
        tool().ifPresent(ProcessHandle::destroyForcibly);
    }

    private Path file(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    /** Each apply writes the number of its program into a file, and is at work until the test lets it go. */
    private String configuration() {
        return """
        resource "terraform_data" "web" {
          provisioner "local-exec" { command = "echo $$ >> %s; while test ! -e %s; do sleep 0.2; done" }
        }
        """
                .formatted(file("effects"), file("go"));
    }

    private List<String> effects() throws IOException {
        return Files.exists(file("effects")) ? Files.readAllLines(file("effects")) : List.of();
    }

    private Optional<ProcessHandle> tool() throws IOException {
        List<String> effects = effects();
        return effects.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(effects.get(0).strip()));
    }

    private interface Sight {
        boolean seen() throws Exception;
    }

    private static void await(String what, Sight sight) throws Exception {
        for (int i = 0; i < 3000 && !sight.seen(); i++) {
            Thread.sleep(100);
        }
        assertTrue(what, sight.seen());
    }

    private void start(FlowDurabilityHint durability) throws Throwable {
        controller.startJenkins();
        agents.createAgent(
                controller,
                InboundAgentRule.Options.newBuilder()
                        .name("pool")
                        .label("iac-stage")
                        .webSocket()
                        .build());
        controller.runRemotely(
                KilledControllerTest::begin, folder.getRoot(), configuration(), backend.line(), durability.name());
    }

    private static void begin(JenkinsRule jenkins, File directory, String code, String backend, String durability)
            throws Exception {
        ExtensionList.lookupSingleton(GlobalDefaultFlowDurabilityLevel.DescriptorImpl.class)
                .setDurabilityHint(FlowDurabilityHint.valueOf(durability));
        new SampleStack(directory, code).save("any", text -> text.replaceFirst("backend: .*", backend));
        SampleStack.started(jenkins);
    }

    /** SIGKILL, and nothing of it is left when this returns. */
    private void kill() throws Throwable {
        ProcessHandle process = ProcessHandle.of(controller.runRemotely(KilledControllerTest::number))
                .orElseThrow();
        controller.stopJenkinsForcibly();
        await("it is dead", () -> !process.isAlive());
    }

    private static Long number(JenkinsRule jenkins) {
        return ProcessHandle.current().pid();
    }

    private static WorkflowRun build(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("web", WorkflowJob.class).getBuildByNumber(1);
    }

    private static Run run(WorkflowRun build) {
        assertEquals("one run, whatever happened", 1, IacBuildAction.runs(build).size());
        assertEquals(1, IacRuns.get().services().book().all().size());
        return SampleStack.run(build);
    }

    private static void approve(JenkinsRule jenkins) throws Exception {
        jenkins.waitForMessage("Review the plan", build(jenkins));
        SampleStack.approve(build(jenkins));
    }

    private static void assertStateIs(JenkinsRule jenkins, String state) {
        assertEquals(state, run(build(jenkins)).state().id());
    }

    private static void assertWentOnce(Run run, RunState state) {
        assertEquals(
                run.steps().toString(),
                1,
                run.steps().stream().filter(step -> step.state() == state).count());
    }

    /** Its evidence, and the whole log that it is in. */
    private static void assertEvidenceVerifies(Run run) {
        var services = IacRuns.get().services();
        VerificationResult result = Verifier.verify(
                List.of(services.artifacts(run.id()).resolve("evidence.dsse.json")),
                Optional.of(IacRuns.home().resolve("evidence")),
                services.keys().publicKeys(),
                Optional.empty());
        assertTrue(result.problems().toString(), result.verified());
    }

    private static void assertVerified(JenkinsRule jenkins) throws Exception {
        WorkflowRun build = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins)));
        jenkins.assertLogContains("verified: true", build);
        Run run = run(build);
        assertEquals(RunState.VERIFIED, run.end());
        assertWentOnce(run, RunState.PLANNING);
        assertWentOnce(run, RunState.APPLYING);
        assertEquals("nothing is at large", Optional.empty(), LostTool.of(run));
        assertEvidenceVerifies(run);
    }

    @Test
    public void kill_inThePlanAndInTheApply_bothAreFollowedToTheirEndsAndDoneOnce() throws Throwable {
        start(FlowDurabilityHint.MAX_SURVIVABILITY);
        await("the tool plans", () -> backend.asked() == 1);
        controller.runRemotely(KilledControllerTest::assertStateIs, "planning");
        kill();
        assertEquals("the tool does not need the controller", 1, backend.asked());
        controller.startJenkins();
        controller.runRemotely(KilledControllerTest::assertStateIs, "planning");
        backend.letGo();
        controller.runRemotely(KilledControllerTest::approve);
        await("the tool applies", () -> !effects().isEmpty());
        kill();
        assertTrue("the tool does not need the controller", tool().orElseThrow().isAlive());
        controller.startJenkins();
        controller.runRemotely(KilledControllerTest::assertStateIs, "applying");
        Files.writeString(file("go"), "");
        controller.runRemotely(KilledControllerTest::assertVerified);
        assertEquals("applied once", 1, effects().size());
    }

    private static void assertInDoubt(JenkinsRule jenkins) throws Exception {
        WorkflowRun build = jenkins.waitForCompletion(build(jenkins));
        jenkins.assertBuildStatus(Result.FAILURE, build);
        for (int i = 0; i < 3000 && run(build).state() != RunState.SEALED; i++) {
            Thread.sleep(100);
        }
        Run run = run(build);
        assertEquals(RunState.APPLY_UNKNOWN, run.end());
        assertWentOnce(run, RunState.APPLYING);
        assertTrue(run.next(), run.next().contains("repair, import, re-plan or revert"));
        AgentLosses.assertFrozen();
        assertEvidenceVerifies(run);
        for (int i = 0; i < 3000 && LostTool.of(run(build)).orElseThrow().isAtLarge(); i++) {
            Thread.sleep(100);
        }
        LostTool lost = LostTool.of(run(build)).orElseThrow();
        assertTrue(lost.sentence(), lost.asked() != null && !lost.isAtLarge());
        assertEquals(
                "the end stays as it is", RunState.APPLY_UNKNOWN, run(build).end());
    }

    private void assertStoppedAndInDoubt() throws Throwable {
        ProcessHandle tool = tool().orElseThrow();
        assertTrue("the tool does not need the controller", tool.isAlive());
        controller.startJenkins();
        controller.runRemotely(KilledControllerTest::assertInDoubt);
        assertFalse("nothing of it is at work", tool.isAlive());
        assertEquals("applied once", 1, effects().size());
    }

    /** With the durability of a pipeline that is saved only when Jenkins goes down in order. */
    @Test
    public void kill_inTheApplyOfABuildThatIsNotSaved_stopsTheToolAndFreezesTheStack() throws Throwable {
        backend.letGo();
        start(FlowDurabilityHint.PERFORMANCE_OPTIMIZED);
        controller.runRemotely(KilledControllerTest::approve);
        await("the tool applies", () -> !effects().isEmpty());
        kill();
        assertStoppedAndInDoubt();
    }

    private static void dieBehindTheStart(JenkinsRule jenkins) {
        ExtensionList.lookup(LauncherDecorator.class).add(0, new Dying());
    }

    /** Ends the controller as SIGKILL does, as soon as the apply was started and before anything more is known of it. */
    private static final class Dying extends LauncherDecorator {
        @Override
        public Launcher decorate(Launcher launcher, Node node) {
            return new Launcher.DecoratedLauncher(launcher) {
                @Override
                public Proc launch(ProcStarter starter) throws IOException {
                    Proc started = super.launch(starter);
                    if (IacRuns.get().services().book().all().get(0).state() == RunState.APPLYING) {
                        Runtime.getRuntime().halt(137);
                    }
                    return started;
                }
            };
        }
    }

    @Test
    public void death_betweenTheStartOfTheToolAndItsRecord_stopsTheToolAndFreezesTheStack() throws Throwable {
        backend.letGo();
        start(FlowDurabilityHint.MAX_SURVIVABILITY);
        controller.runRemotely(KilledControllerTest::dieBehindTheStart);
        controller.runRemotely(KilledControllerTest::approve);
        await("the controller has died", () -> !controller.isAlive());
        controller.stopJenkinsForcibly();
        await("the tool applies", () -> !effects().isEmpty());
        assertStoppedAndInDoubt();
    }
}
