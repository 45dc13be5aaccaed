package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import hudson.model.Slave;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.run.LostTool;
import io.jenkins.plugins.iac.run.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.htmlunit.html.HtmlForm;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Test;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;

/** A tool that goes on while its agent is away for so long that its run ends without it, and the agent comes back. */
public class LostToolTest extends AgentLosses {
    private SampleStack sample;

    @After
    public void reset() {
        System.clearProperty(StopLimit.PROPERTY);
        tool().ifPresent(ProcessHandle::destroyForcibly);
    }

    private Path file(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    /** The tool's own program, which says its number. */
    private Optional<ProcessHandle> tool() {
        try {
            return ProcessHandle.of(
                    Long.parseLong(Files.readString(file("number")).strip()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A run that ended without its tool, which is at work for so many seconds. */
    private WorkflowRun lost(int seconds) throws Exception {
        sample = new SampleStack(
                folder.getRoot(),
                """
                resource "terraform_data" "web" {
                  provisioner "local-exec" { command = "echo $$ > %s; echo slow; exec sleep %d" }
                }
                """
                        .formatted(file("number"), seconds));
        sample.save();
        System.setProperty(AgentAway.PROPERTY, "10");
        WorkflowRun build = approved();
        jenkins.waitForMessage("(local-exec): slow", build);
        agents.stop(jenkins, "pool");
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        assertEquals(RunState.APPLY_UNKNOWN, SampleStack.run(build).end());
        assertFrozen();
        return build;
    }

    private void back() throws Exception {
        agents.start(
                jenkins,
                InboundAgentRule.Options.newBuilder()
                        .name("pool")
                        .label("iac-stage")
                        .webSocket()
                        .build());
    }

    private static boolean hasAnswer(Path agent) throws IOException {
        try (Stream<Path> files = Files.walk(agent)) {
            return files.anyMatch(f -> f.getFileName().toString().equals("result.json"));
        } catch (UncheckedIOException e) {
            // Something went while it was being looked at.
            return false;
        }
    }

    private LostTool ended(WorkflowRun build) throws InterruptedException {
        for (int i = 0; i < 3000; i++) {
            LostTool lost = LostTool.of(SampleStack.run(build)).orElseThrow();
            if (!lost.isAtLarge()) {
                return lost;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("the tool is not accounted for");
    }

    private static String evidence(Path file) throws IOException {
        return new String(
                Base64.getDecoder()
                        .decode(Json.parse(Files.readString(file))
                                .path("payload")
                                .asText()),
                StandardCharsets.UTF_8);
    }

    private JenkinsRule.WebClient browser() {
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        // Terraform is at work beside it.
        browser.getOptions().setTimeout(600_000);
        return browser;
    }

    private String page(String address) throws Exception {
        return browser().goTo(address).asNormalizedText();
    }

    @Test
    public void agentBack_toolStillAtWork_isStoppedAndWhatItSaidIsNotedWithTheRun() throws Exception {
        System.setProperty(StopLimit.PROPERTY, "5");
        WorkflowRun build = lost(600);
        assertTrue("nobody has stopped it", tool().orElseThrow().isAlive());
        Path area = Path.of(SampleStack.run(build).fact("checkout").path("area").asText());
        assertTrue("its directory is left to it", Files.isDirectory(area));
        String warning = "agent pool at "
                + LostTool.of(SampleStack.run(build)).orElseThrow().since() + " may still be at work there";
        assertTrue(page("iac/locks/"), page("iac/locks/").contains(warning));
        assertTrue(page(build.getUrl() + "iac/").contains(warning));
        String sealed = evidence(
                IacRuns.get().services().artifacts(SampleStack.run(build).id()).resolve("evidence.dsse.json"));
        assertTrue(sealed, sealed.contains(warning));

        back();
        LostTool ended = ended(build);
        assertFalse("the tool is gone", tool().map(ProcessHandle::isAlive).orElse(false));
        assertTrue(ended.sentence(), ended.asked() != null && ended.said().startsWith("apply "));
        assertFalse("nothing of it is left on the agent", Files.exists(area));
        assertEquals(
                "its end stays as it is",
                RunState.APPLY_UNKNOWN,
                SampleStack.run(build).end());
        assertTrue(page("iac/locks/").contains("was stopped and had ended by " + ended.ended()));

        HtmlForm form = browser().goTo("iac/locks/").getFormByName("unlock");
        form.getSelectByName("choice").setSelectedAttribute("re-plan", true);
        form.getInputByName("reason").setValue("compared");
        jenkins.submit(form);
        String unlocked = evidence(
                Path.of(SampleStack.run(build).fact("unlocked").path("evidence").asText()));
        assertTrue(unlocked, unlocked.contains(ended.sentence()));
    }

    @Test
    public void agentBack_toolHasEndedMeanwhile_itsAnswerIsNotedAndItIsNotStopped() throws Exception {
        WorkflowRun build = lost(25);
        Path agent = Path.of(((Slave) jenkins.jenkins.getNode("pool")).getRemoteFS());
        for (int i = 0; i < 1200 && !hasAnswer(agent); i++) {
            Thread.sleep(100);
        }
        back();
        LostTool ended = ended(build);
        assertNull("nobody was asked", ended.asked());
        assertEquals("applied, and a plan after it is empty", ended.said());
        assertFrozen();
    }
}
