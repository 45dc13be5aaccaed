package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.run.RunState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** An apply is stopped whose tool, or whose worker, does not obey: asked first, killed after the limit, and said so. */
public class HardStopTest {
    /** Nobody else sleeps exactly so long. */
    private static final String LONG = String.valueOf(1_000_000_000L + System.nanoTime() % 1_000_000_000L);

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SampleStack sample;
    private DumbSlave agent;

    /** A tool that applies as the real one does, then goes on for ever with a process that has left it. */
    @Before
    public void stubbornTool() throws Exception {
        sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        Path tool = file("stubborn");
        Files.writeString(
                tool,
                """
                #!/bin/sh
                case " $* " in *" apply "*) ;; *) exec /usr/local/bin/terraform "$@" ;; esac
                trap 'echo asked >> %s' INT TERM HUP
                /usr/local/bin/terraform "$@"
                /usr/bin/setsid /bin/sleep %s &
                echo on > %s
                while :; do /bin/sleep 0.2; done
                """
                        .formatted(file("asked"), LONG, file("on")));
        assertTrue(tool.toFile().setExecutable(true));
        String used = "path: " + tool + ", sha256: \"" + Sha256.ofFile(tool) + "\"";
        sample.save("any", text -> text.replaceFirst("path: /usr/local/bin/terraform, sha256: \"[^\"]*\"", used));
        System.setProperty(StopLimit.PROPERTY, "2");
        agent = jenkins.createOnlineSlave(Label.get("iac-stage"));
    }

    @After
    public void reset() throws Exception {
        System.clearProperty(StopLimit.PROPERTY);
        for (long left : left()) {
            ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private Path file(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    private WorkflowRun applying() throws Exception {
        WorkflowRun build = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", build);
        SampleStack.approve(build);
        for (int i = 0; i < 3000 && !Files.exists(file("on")); i++) {
            Thread.sleep(100);
        }
        assertTrue(JenkinsRule.getLog(build), Files.exists(file("on")));
        assertEquals("the tool and what has left it", 2, left().size());
        return build;
    }

    /** What of the tool is at work: the tool itself and the process that has left it. */
    private List<Long> left() throws IOException {
        List<Long> left = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                try {
                    String words =
                            new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.ISO_8859_1);
                    if (words.contains(file("stubborn") + "\0") || words.contains(LONG + "\0")) {
                        left.add(Long.parseLong(process.getFileName().toString()));
                    }
                } catch (IOException e) {
                    // Ended meanwhile.
                }
            }
        }
        return left;
    }

    private void isUnknownAndGone(WorkflowRun build) throws Exception {
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertEquals(RunState.APPLY_UNKNOWN, SampleStack.run(build).end());
        AgentLosses.assertFrozen();
        assertEquals(List.of(), left());
        assertTrue("what it had applied by then is in the state", sample.hasState());
    }

    @Test
    public void tool_ignoresTheSignal_isKilledByItsWorkerWithAllThatLeftIt() throws Exception {
        WorkflowRun build = applying();
        build.doStop();
        isUnknownAndGone(build);
        jenkins.assertLogContains("stopping; the tool has 2 seconds to finish what it is doing", build);
        jenkins.assertLogNotContains("the worker gives no answer", build);
        assertEquals("asked once, in good order", List.of("asked"), Files.readAllLines(file("asked")));
    }

    @Test
    public void worker_givesNoAnswer_isKilledByTheControllerWithAllThatItStarted() throws Exception {
        WorkflowRun build = applying();
        Path number;
        try (Stream<Path> files = Files.walk(Path.of(agent.getRemoteFS()))) {
            number = files.filter(f -> f.getFileName().toString().equals("result.json.pid"))
                    .findFirst()
                    .orElseThrow();
        }
        String worker = Files.readString(number).strip().split("\\.")[0];
        assertEquals(0, new ProcessBuilder("/bin/kill", "-STOP", worker).start().waitFor());
        build.doStop();
        isUnknownAndGone(build);
        jenkins.assertLogContains("the worker gives no answer; it is killed with all that it started", build);
        assertTrue(
                ProcessHandle.of(Long.parseLong(worker)).map(p -> !p.isAlive()).orElse(true));
    }
}
