package io.jenkins.plugins.iac.worker;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.process.Gone;
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

    /** A tool that ends for nobody, and neither does what it has started, which writes its number into the file. */
    static String stubborn(Path number) {
        return "trap '' TERM; /bin/sh -c 'trap \"\" TERM; echo $$ > " + number + ".new; mv " + number + ".new " + number
                + "; while :; do sleep 1; done' & sleep 600";
    }

    @Test
    public void run_endlessTool_isTimeoutAndTheWholeTreeIsDead() throws Exception {
        // On a machine under load the tool needs longer until it has begun at all.
        for (long seconds = 2; !Files.exists(seen) && seconds < 200; seconds *= 3) {
            SandboxResult result = run(stubborn(seen), Duration.ofSeconds(seconds));
            assertEquals(Status.TIMEOUT, result.status());
            assertEquals(ErrorType.TIMEOUT, result.errorType());
            assertTrue("took " + result.seconds(), result.seconds() < seconds + 60);
        }
        Gone.assertGone(seen);
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
        job.join();
        assertEquals(1, results.size());
        assertEquals(ErrorType.TOOL, results.get(0).errorType());
    }
}
