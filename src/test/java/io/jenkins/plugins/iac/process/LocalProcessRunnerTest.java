package io.jenkins.plugins.iac.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LocalProcessRunnerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final ProcessRunner runner = new LocalProcessRunner();
    private final TextSink out = new TextSink(1 << 16);
    private final TextSink err = new TextSink(1 << 16);
    private Path directory;

    @Before
    public void needsUnix() {
        Assume.assumeTrue("these tests start /bin/sh", Files.isExecutable(Path.of("/bin/sh")));
        directory = folder.getRoot().toPath();
    }

    @Test
    public void run_program_givesExitCodeAndBothOutputs() {
        ProcessResult result = sh("echo one; echo two >&2; exit 7", LONG);
        assertEquals(ProcessResult.End.EXITED, result.end());
        assertEquals(7, result.exitCode());
        assertEquals("one\n", out.text());
        assertEquals("two\n", err.text());
        assertFalse(result.succeeded());
    }

    @Test
    public void run_environment_isExactlyWhatWasGiven() {
        run(List.of("/usr/bin/env"), Map.of("ONLY", "this"), LONG, 1 << 20, out);
        List<String> names =
                out.text().lines().map(l -> l.replaceAll("=.*", "")).sorted().toList();
        assertEquals(List.of(HostBond.VARIABLE, ProcessTree.VARIABLE, "ONLY"), names);
        assertTrue(out.text().contains("ONLY=this"));
    }

    @Test
    public void run_argumentsWithMetacharacters_arriveAsTheyAre() {
        List<String> command = List.of("/usr/bin/printf", "%s|", "$(id)", "; rm -rf x", "a\nb", "*", "`x`");
        run(command, Map.of(), LONG, 1 << 20, out);
        assertEquals("$(id)|; rm -rf x|a\nb|*|`x`|", out.text());
    }

    @Test
    public void run_programThatReads_findsNoInput() {
        assertTrue(sh("cat; echo end", LONG).succeeded());
        assertEquals("end\n", out.text());
    }

    @Test
    public void run_timeout_letsProgramEndInGrace() {
        ProcessResult result = runner.run(new ProcessSpec(
                "testing",
                List.of("/bin/sh", "-c", "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done"),
                directory,
                Map.of("PATH", "/usr/bin:/bin"),
                Duration.ofSeconds(2),
                LONG,
                1 << 20,
                out,
                err));
        assertEquals(ProcessResult.End.TIMED_OUT, result.end());
        assertEquals("up\nbye\n", out.text());
        assertEquals(3, result.exitCode());
    }

    @Test
    public void run_programThatIgnoresTerm_isKilledAfterGrace() {
        ProcessResult result = sh("trap '' TERM; while :; do sleep 0.05; done", Duration.ofSeconds(1));
        assertEquals(ProcessResult.End.TIMED_OUT, result.end());
        assertEquals("SIGKILL", 128 + 9, result.exitCode());
    }

    @Test
    public void run_timeout_killsChildThatDetachedItself() throws Exception {
        Path pid = directory.resolve("pid");
        sh(detachedSleep(pid) + "; while :; do sleep 0.05; done", Duration.ofSeconds(2));
        Gone.assertGone(pid);
    }

    @Test
    public void run_successWithDetachedChildLeftBehind_killsItToo() throws Exception {
        Path pid = directory.resolve("pid");
        ProcessResult result = sh(detachedSleep(pid) + "; while [ ! -s " + pid + " ]; do sleep 0.02; done", LONG);
        assertTrue(result.succeeded());
        Gone.assertGone(pid);
    }

    @Test
    public void run_strangerThatHoldsThePipe_doesNotHoldTheRunner() throws Exception {
        Assume.assumeTrue("needs setsid", Files.isExecutable(Path.of("/usr/bin/setsid")));
        Path pid = directory.resolve("pid");
        // Without the marker and without parents: out of reach by design, and still no reason to wait for it.
        ProcessResult result = sh(
                "(/usr/bin/setsid /usr/bin/env -i /bin/sh -c 'echo $$ >" + pid + "; exec sleep 600' &);"
                        + " while [ ! -s " + pid + " ]; do sleep 0.02; done; echo done",
                LONG);
        assertTrue(result.succeeded());
        assertEquals("done\n", out.text());
        assertTrue("it holds the pipe still, and nobody waited", Gone.isAtWork(pid));
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    public void run_interrupted_stopsTreeAndKeepsFlag() throws Exception {
        Path pid = directory.resolve("pid");
        AtomicReference<ProcessResult> result = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            result.set(sh(detachedSleep(pid) + "; while :; do sleep 0.05; done", LONG));
            flag.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        for (int i = 0; i < 6000 && (!Files.exists(pid) || Files.size(pid) == 0); i++) {
            Thread.sleep(20);
        }
        thread.interrupt();
        thread.join();
        assertTrue(result.get().cancelled());
        assertEquals(true, flag.get());
        Gone.assertGone(pid);
    }

    @Test
    public void run_endlessOutput_isCutAtLimit() {
        TextSink sink = new TextSink(1 << 20);
        ProcessResult result = run(List.of("/usr/bin/yes"), Map.of(), LONG, 10_001, sink);
        assertEquals(ProcessResult.End.OUTPUT_LIMIT, result.end());
        assertEquals(10_001, sink.text().length());
    }

    @Test
    public void run_sinkThatThrows_stopsProgram() {
        ProcessResult result = run(List.of("/usr/bin/yes"), Map.of(), LONG, Long.MAX_VALUE, in -> {
            throw new IOException("full");
        });
        assertEquals(ProcessResult.End.SINK_FAILED, result.end());
    }

    @Test
    public void run_sinkThatStopsReading_doesNotBlockProgram() {
        ProcessResult result = run(
                List.of("/bin/sh", "-c", "i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done; exit 5"),
                Map.of(),
                LONG,
                1 << 20,
                in -> assertTrue(in.read() >= 0));
        assertEquals(ProcessResult.End.EXITED, result.end());
        assertEquals(5, result.exitCode());
    }

    @Test
    public void run_largeOutput_arrivesWhole() {
        long[] total = new long[1];
        ProcessResult result =
                run(List.of("/bin/sh", "-c", "head -c 50000000 /dev/zero"), Map.of(), LONG, 1L << 30, in -> {
                    byte[] buffer = new byte[1 << 16];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        total[0] += n;
                    }
                });
        assertTrue(result.succeeded());
        assertEquals(50_000_000, total[0]);
    }

    @Test
    public void run_whatCannotStart_saysWhy() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "no program");
        Path script = Files.writeString(directory.resolve("script"), "#!/no/such/interpreter\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Object[][] cases = {
            {List.of("/no/such/terraform"), "no program at"},
            {List.of("terraform"), "absolute path"},
            {List.of(text.toString()), "may not be executed"},
            {List.of(script.toString()), "interpreter is missing"},
            {List.of("/bin/echo", "a\0b"), "NUL"},
            {List.of(), "no command"},
        };
        for (Object[] c : cases) {
            @SuppressWarnings("unchecked")
            List<String> command = (List<String>) c[0];
            IacException e = assertThrows(IacException.class, () -> run(command, Map.of(), LONG, 1000, out));
            assertEquals(IacException.Kind.TOOL_FAILED, e.kind());
            assertTrue(e.getMessage(), e.getMessage().contains((String) c[1]));
            assertTrue(e.getMessage(), e.getMessage().startsWith("testing"));
        }
        IacException bad =
                assertThrows(IacException.class, () -> run(List.of("/bin/true"), Map.of("A=B", "x"), LONG, 1000, out));
        assertTrue(bad.getMessage(), bad.getMessage().contains("A=B"));
        IacException secret = assertThrows(
                IacException.class, () -> run(List.of("/bin/true"), Map.of("A", "hunter2\0"), LONG, 1000, out));
        assertFalse(secret.getMessage(), secret.getMessage().contains("hunter2"));
    }

    private static String detachedSleep(Path pid) {
        Assume.assumeTrue("needs setsid", Files.isExecutable(Path.of("/usr/bin/setsid")));
        return "(/usr/bin/setsid /bin/sh -c 'echo $$ >" + pid + "; trap \"\" TERM HUP; while :; do sleep 1; done' "
                + "</dev/null >/dev/null 2>&1 &)";
    }

    private ProcessResult sh(String script, Duration timeout) {
        return run(List.of("/bin/sh", "-c", script), Map.of("PATH", "/usr/bin:/bin"), timeout, 1 << 20, out);
    }

    private ProcessResult run(
            List<String> command, Map<String, String> environment, Duration timeout, long limit, OutputSink sink) {
        return runner.run(new ProcessSpec(
                "testing", command, directory, environment, timeout, Duration.ofSeconds(1), limit, sink, err));
    }
}
