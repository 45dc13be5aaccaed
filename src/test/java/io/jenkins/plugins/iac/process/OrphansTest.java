package io.jenkins.plugins.iac.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A host that is killed with SIGKILL, which it cannot do anything about: what becomes of its program. */
public class OrphansTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path directory;
    private Process host;

    /** Started as a process of its own: runs a program and waits for it. */
    public static final class Host {
        private Host() {}

        public static void main(String[] arguments) {
            new LocalProcessRunner()
                    .run(new ProcessSpec(
                            "testing",
                            List.of(arguments),
                            Path.of("/"),
                            Map.of("PATH", "/usr/bin:/bin"),
                            Duration.ofMinutes(2),
                            Duration.ofSeconds(1),
                            1 << 20,
                            new TextSink(1000),
                            new TextSink(1000)));
        }
    }

    @Before
    public void needsLinux() {
        Assume.assumeTrue(
                "skipped: only Linux tells the environment of a process", Files.isDirectory(Path.of("/proc/self")));
        directory = folder.getRoot().toPath();
    }

    @After
    public void tidy() {
        if (host != null) {
            host.destroyForcibly();
        }
        Orphans.end(Duration.ZERO);
    }

    private ProcessHandle started(String script) throws Exception {
        Path pid = directory.resolve("pid");
        Path program = directory.resolve("program.sh");
        Files.writeString(program, "#!/bin/sh\n" + script.replace("PID", pid.toString()) + "\n");
        assertTrue(program.toFile().setExecutable(true));
        host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName(),
                        program.toString())
                .inheritIO()
                .start();
        for (int i = 0; i < 2400 && !Files.exists(pid); i++) {
            Thread.sleep(50);
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    }

    private static boolean endsWithin(ProcessHandle process, long seconds) throws Exception {
        for (long i = 0; i < seconds * 20 && isAtWork(process); i++) {
            Thread.sleep(50);
        }
        return !isAtWork(process);
    }

    /** One that is dead has no command any more, even where nobody buries it. */
    private static boolean isAtWork(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    @Test
    public void program_hostKilled_isAskedToStopAtOnce() throws Exception {
        Assume.assumeTrue("skipped: no setpriv", Files.isExecutable(Path.of("/usr/bin/setpriv")));
        Path last = directory.resolve("last-words");
        ProcessHandle program = started("trap 'echo stopped > " + last
                + "; exit 0' TERM\necho $$ > PID.new; mv PID.new PID\nwhile :; do sleep 0.1; done");
        host.destroyForcibly().waitFor();
        assertTrue("it goes on without its host", endsWithin(program, 60));
        assertEquals(
                "it was not stopped in order", "stopped", Files.readString(last).strip());
    }

    @Test
    public void killWithHost_programAndWhatLeftIt_areDeadAndOthersAreNot() throws Exception {
        Path far = directory.resolve("far");
        ProcessHandle program = started("trap '' TERM INT\nsetsid sh -c 'trap \"\" TERM; echo $$ > " + far
                + ".new; mv " + far + ".new " + far + "; while :; do sleep 0.1; done' &\n"
                + "while [ ! -e " + far + " ]; do sleep 0.05; done\n"
                + "echo $$ > PID.new; mv PID.new PID\nwhile :; do sleep 0.1; done");
        ProcessHandle detached =
                ProcessHandle.of(Long.parseLong(Files.readString(far).strip())).orElseThrow();
        Process other = new ProcessBuilder("/bin/sleep", "600").start();
        try {
            Orphans.killWithHost(new ProcessBirth(host.pid(), "t1"));
            assertTrue("another one had its number", host.isAlive() && program.isAlive());
            ProcessBirth birth = ProcessBirth.of(host.toHandle());
            assertTrue(Orphans.isAnyLeft(birth));
            host.destroyForcibly().waitFor();
            assertTrue("what ignores that its host is gone is its own still", Orphans.isAnyLeft(birth));
            assertTrue(Orphans.killWithHost(birth));
            assertFalse(Orphans.isAnyLeft(birth));
            assertTrue(endsWithin(program, 60) && endsWithin(detached, 60));
            assertTrue(other.isAlive());
            assertTrue("nothing is there any more", Orphans.killWithHost(birth));
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    public void end_programThatIgnoresTheSignal_isKilledAndCounted() throws Exception {
        ProcessHandle program = started("trap '' TERM\necho $$ > PID.new; mv PID.new PID\nwhile :; do sleep 0.1; done");
        host.destroyForcibly().waitFor();
        Thread.sleep(300);
        assertTrue("ignoring SIGTERM it must still be there, else this shows nothing", program.isAlive());
        assertTrue(Orphans.end(Duration.ofMillis(200)) >= 1);
        assertTrue(endsWithin(program, 60));
        assertEquals(0, Orphans.end(Duration.ofMillis(200)));
    }

    @Test
    public void end_programOfALiveHost_isLeftAlone() throws Exception {
        ProcessHandle program = started("echo $$ > PID.new; mv PID.new PID\nwhile :; do sleep 0.1; done");
        assertEquals(0, Orphans.end(Duration.ofMillis(200)));
        assertTrue(program.isAlive());
    }

    @Test
    public void end_programOfAContainer_isLeftAlone() throws Exception {
        // The number of its host is one of the container's: here nobody has it.
        List<String> command = List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--pid",
                "--fork",
                "--kill-child",
                "env",
                HostBond.VARIABLE + "=4194299.t1",
                "sleep",
                "300");
        Process container;
        try {
            container = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (java.io.IOException e) {
            Assume.assumeNoException("skipped: no unshare", e);
            return;
        }
        try {
            ProcessHandle inside = null;
            for (int i = 0; i < 2400 && inside == null && container.isAlive(); i++) {
                Thread.sleep(50);
                inside = container
                        .descendants()
                        .filter(p -> p.info().command().orElse("").endsWith("sleep"))
                        .findFirst()
                        .orElse(null);
            }
            Assume.assumeTrue("skipped: no PID namespaces for this user", inside != null);
            assertEquals(0, Orphans.end(Duration.ZERO));
            assertTrue("it was killed", isAtWork(inside));
        } finally {
            container.destroyForcibly();
        }
    }

    @Test
    public void birth_ofThisProcess_isReadAlikeByEverybodyAndSurvivesAClockThatWasSet() throws Exception {
        String pid = String.valueOf(ProcessHandle.current().pid());
        Process awk = new ProcessBuilder("awk", "{sub(/.*\\) /, \"\"); print $20}", "/proc/" + pid + "/stat").start();
        String ticks =
                new String(awk.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip();
        assertEquals(pid + ".t" + ticks, ProcessBirth.ofSelf().toString());
        assertTrue(ProcessBirth.parse(pid + ".t" + ticks).orElseThrow().handle().isPresent());
        assertFalse(
                "told by the wall clock, as two processes may not agree on it: not certain, so not stopped",
                ProcessBirth.parse(pid + ".m1").orElseThrow().handle().isPresent());
        assertFalse(ProcessBirth.parse(pid + ".").orElseThrow().handle().isPresent());
    }

    @Test
    public void isGone_hosts_aTable() {
        assertFalse("this very process", HostBond.isGone(HostBond.self()));
        assertTrue("nobody has the number", HostBond.isGone("4194300.1"));
        assertTrue(
                "another process has the number by now",
                HostBond.isGone(ProcessHandle.current().pid() + ".t1"));
        assertFalse(
                "a start that another platform or version tells: cannot be compared",
                HostBond.isGone(ProcessHandle.current().pid() + ".m1"));
        assertFalse(
                "no start known: never killed on a number alone",
                HostBond.isGone(ProcessHandle.current().pid() + "."));
        assertFalse("unknown", HostBond.isGone("nonsense"));
        assertFalse("unknown", HostBond.isGone(""));
    }
}
