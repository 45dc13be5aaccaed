package io.jenkins.plugins.iac.worker;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.worker.SandboxResult.ErrorType;
import io.jenkins.plugins.iac.worker.SandboxResult.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A program in the place of the tool does what the real one cannot be brought to do. */
public class SandboxTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> log = new ArrayList<>();
    private Path code;
    private Path seen;

    @Before
    public void write() throws IOException {
        Assume.assumeTrue("skipped: no /bin/sh here", Files.isExecutable(Path.of("/bin/sh")));
        code = folder.newFolder("code").toPath();
        seen = folder.getRoot().toPath().resolve("seen");
        Files.writeString(code.resolve("main.tf"), "resource \"terraform_data\" \"a\" {}\n");
    }

    private SandboxResult run(String body, Duration timeout) throws IOException {
        Path tool = folder.getRoot().toPath().resolve("terraform");
        Files.writeString(
                tool, "#!/bin/sh\n[ \"$1\" = version ] && echo 'Terraform v1.11.4' && exit 0\n" + body + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> inherited = Map.of("AWS_SECRET_ACCESS_KEY", "s3cret", "TF_CLI_ARGS", "-x", "PATH", "/evil");
        Sandbox sandbox =
                new Sandbox(new WorkerTools(new LocalProcessRunner(), InstantSource.system(), inherited, log::add));
        return sandbox.run(new SandboxRequest(
                "job", code, new PoolTool("terraform", "1.11.4", tool.toString(), Sha256.ofFile(tool)), timeout, true));
    }

    @Test
    public void run_endlessTool_isTimeoutAndTheWholeTreeIsDead() throws Exception {
        long start = System.nanoTime();
        SandboxResult result = run(
                "trap '' TERM; (trap '' TERM; echo $$ > " + seen + "; while :; do sleep 1; echo alive >> " + seen
                        + "; done) & sleep 600",
                Duration.ofSeconds(2));
        assertEquals(Status.TIMEOUT, result.status());
        assertEquals(ErrorType.TIMEOUT, result.errorType());
        assertTrue(
                "took " + result.seconds(),
                Duration.ofNanos(System.nanoTime() - start).toSeconds() < 60);
        long size = Files.size(seen);
        Thread.sleep(2500);
        assertEquals("a process of the job is still writing", size, Files.size(seen));
    }

    @Test
    public void run_timeoutCoversAllCommandsTogether() throws IOException {
        SandboxResult result = run(
                "[ $1 = init ] && sleep 2 && exit 0; sleep 2; echo '{\"valid\":true,\"diagnostics\":[]}'",
                Duration.ofSeconds(3));
        assertEquals(Status.TIMEOUT, result.status());
    }

    @Test
    public void run_floodOfOutput_isAFailureOfTheTool() throws IOException {
        SandboxResult result = run("exec cat /dev/zero", Duration.ofSeconds(60));
        assertEquals(result.errorMessage(), ErrorType.TOOL, result.errorType());
        assertEquals(Status.FAILED, result.status());
    }

    @Test
    public void run_environment_hasNothingOfOurs() throws IOException {
        run("env >> " + seen + "; pwd >> " + seen + "; exit 1", Duration.ofSeconds(30));
        String text = Files.readString(seen);
        assertFalse(text, text.contains("s3cret"));
        assertFalse(text, text.contains("TF_CLI_ARGS"));
        assertFalse(text, text.contains("/evil"));
        assertTrue(text, text.contains("TF_DATA_DIR="));
        assertFalse("never in the code itself", text.contains("PWD=" + code));
    }

    @Test
    public void run_network_isDeniedWhereTheMachineCan() throws IOException {
        run("cat /proc/net/dev >> " + seen + "; exit 1", Duration.ofSeconds(30));
        Assume.assumeFalse("skipped: " + log, log.stream().anyMatch(l -> l.contains("denial of the network")));
        assertEquals(
                "only the loopback device",
                1,
                Files.readString(seen)
                        .lines()
                        .filter(l -> l.contains(":"))
                        .filter(l -> !l.contains("|"))
                        .distinct()
                        .count());
    }

    @Test
    public void run_refusedCode_neverReachesTheTool() throws IOException {
        Files.writeString(code.resolve("evil.tf"), "data \"external\" \"x\" { program = [\"sh\"] }\n");
        SandboxResult result = run("touch " + seen, Duration.ofSeconds(30));
        assertEquals(ErrorType.REFUSED, result.errorType());
        assertFalse(Files.exists(seen));
    }

    @Test
    public void run_interrupted_isAFailureAndStopsTheTool() throws Exception {
        List<SandboxResult> results = new ArrayList<>();
        Thread job = new Thread(() -> {
            try {
                results.add(run("touch " + seen + "; exec sleep 600", Duration.ofSeconds(500)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        job.start();
        for (int i = 0; i < 600 && !Files.exists(seen); i++) {
            Thread.sleep(50);
        }
        job.interrupt();
        job.join(30_000);
        assertEquals(1, results.size());
        assertEquals(ErrorType.TOOL, results.get(0).errorType());
    }
}
