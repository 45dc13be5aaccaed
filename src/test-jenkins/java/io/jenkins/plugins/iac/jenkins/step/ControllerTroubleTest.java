package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.run.LostTool;
import io.jenkins.plugins.iac.run.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** While something is applied on an agent that is there, the controller's part of it fails. */
public class ControllerTroubleTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DumbSlave agent;
    private Path number;

    @Before
    public void agent() throws Exception {
        agent = jenkins.createOnlineSlave(Label.get("iac-stage"));
        number = folder.getRoot().toPath().resolve("number");
    }

    @After
    public void reset() throws Exception {
        System.clearProperty(AgentAway.PROPERTY);
        System.clearProperty(StopLimit.PROPERTY);
        tool().ifPresent(ProcessHandle::destroyForcibly);
    }

    private Optional<ProcessHandle> tool() throws Exception {
        return Files.exists(number)
                ? ProcessHandle.of(Long.parseLong(Files.readString(number).strip()))
                : Optional.empty();
    }

    private WorkflowRun planned(int seconds) throws Exception {
        SampleStack sample = new SampleStack(
                folder.getRoot(),
                """
                resource "terraform_data" "web" {
                  provisioner "local-exec" { command = "echo $$ > %s; echo slow; exec sleep %d" }
                }
                """
                        .formatted(number, seconds));
        sample.save();
        WorkflowRun build = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", build);
        return build;
    }

    @Test
    public void diskOfTheController_isFull_applyGoesOnWithoutItsLogAndSaysSo() throws Exception {
        Path full = Path.of("/dev/full");
        Assume.assumeTrue("no " + full, Files.exists(full));
        WorkflowRun build = planned(3);
        Path artifacts =
                IacRuns.get().services().artifacts(SampleStack.run(build).id());
        Files.createSymbolicLink(artifacts.resolve("apply.log"), full);
        SampleStack.approve(build);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertEquals(RunState.VERIFIED, SampleStack.run(build).end());
        jenkins.assertLogContains("(local-exec): slow", build);
        jenkins.assertLogNotContains("is away", build);
        String log = JenkinsRule.getLog(build);
        String word = "its apply.log is not whole: java.io.IOException: No space left on device; the tool goes on";
        assertEquals(log, 1, log.split(word, -1).length - 1);
        String evidence = new String(
                Base64.getDecoder()
                        .decode(Json.parse(Files.readString(artifacts.resolve("evidence.dsse.json")))
                                .path("payload")
                                .asText()),
                StandardCharsets.UTF_8);
        assertTrue(evidence, evidence.contains("apply.log is not whole: java.io.IOException: No space left on device"));
    }

    @Test
    public void agentIsThere_itsOutputCannotBeRead_toolIsStoppedBeforeItsDirectoryGoes() throws Exception {
        System.setProperty(AgentAway.PROPERTY, "10");
        System.setProperty(StopLimit.PROPERTY, "5");
        WorkflowRun build = planned(600);
        SampleStack.approve(build);
        jenkins.waitForMessage("(local-exec): slow", build);
        Path area = Path.of(SampleStack.run(build).fact("checkout").path("area").asText());
        try (Stream<Path> files = Files.walk(Path.of(agent.getRemoteFS()))) {
            Path printed = files.filter(f -> f.getFileName().toString().equals("jenkins-log.txt"))
                    .findFirst()
                    .orElseThrow();
            Files.delete(printed);
            Files.createDirectory(printed);
        }
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("stopping; the tool has 5 seconds to finish what it is doing", build);
        assertFalse("the tool is gone", tool().map(ProcessHandle::isAlive).orElse(false));
        assertTrue(
                SampleStack.run(build).end().toString(),
                SampleStack.run(build).end().id().startsWith("apply_"));
        AgentLosses.assertFrozen();
        assertEquals("nothing is at large", Optional.empty(), LostTool.of(SampleStack.run(build)));
        assertTrue(
                "the worker's own words",
                SampleStack.run(build)
                        .fact("apply")
                        .path("problem")
                        .path("found")
                        .asText()
                        .contains("local-exec"));
        assertFalse("its directory went afterwards", Files.exists(area));
    }
}
