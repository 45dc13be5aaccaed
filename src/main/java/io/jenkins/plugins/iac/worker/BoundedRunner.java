package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.process.OutputSink;
import io.jenkins.plugins.iac.process.ProcessResult;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.process.ProcessSpec;
import io.jenkins.plugins.iac.tool.ToolLimits;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the programs of one job on untrusted code: one deadline for all of them, and around each what the platform has. On
 * Linux that is {@code prlimit} (memory of a process, size of a file, no core dump) and {@code unshare} (a network
 * namespace of its own, in which there is no network); both exec, so that the process tree stays what it is. Where one is
 * missing or forbidden the job goes on without it, and {@link #missing} says so. For one thread.
 */
final class BoundedRunner implements ProcessRunner {
    /** Bound on the private memory of each process; Terraform without providers needs a tenth. */
    static final long MEMORY = 2L << 30;

    static final long FILE = 1L << 30;
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final Path UNSHARE = Path.of("/usr/bin/unshare");
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final Path NOTHING = Path.of("/bin/true");

    private static final long OUTPUT = 32L << 20;
    private static final long DOCUMENT = 64L << 20;
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ProcessRunner runner;
    private final long deadline;
    private final List<String> bounds = new ArrayList<>();
    private final List<String> denial = new ArrayList<>();
    private final List<String> bond = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private boolean online;
    private boolean timedOut;

    BoundedRunner(ProcessRunner runner, Duration timeout) {
        this.runner = runner;
        this.deadline = System.nanoTime() + timeout.toNanos();
        wrap(
                bounds,
                "bounds on memory",
                List.of(PRLIMIT.toString(), "--data=" + MEMORY, "--fsize=" + FILE, "--core=0", "--"));
        wrap(
                denial,
                "denial of the network",
                List.of(UNSHARE.toString(), "--user", "--map-current-user", "--net", "--"));
        // A new user name space takes away what binds the program to its host; this gives it back.
        wrap(bond, "end of the tool with its host", List.of(SETPRIV.toString(), "--pdeathsig", "TERM", "--"));
    }

    /** What each command of such a job may take: there is no state that a longer grace could save. */
    static ToolLimits limits(Duration timeout) {
        return ToolLimits.DEFAULT.withTimeout(timeout).withGrace(GRACE, GRACE).withOutput(OUTPUT, DOCUMENT);
    }

    private void wrap(List<String> around, String what, List<String> words) {
        if (!Files.isExecutable(Path.of(words.get(0))) || !works(words)) {
            missing.add(what);
            return;
        }
        around.addAll(words);
    }

    /** Kernels and containers forbid name spaces in many ways: only trying tells. */
    private boolean works(List<String> words) {
        List<String> command = new ArrayList<>(words);
        command.add(NOTHING.toString());
        OutputSink nowhere = BoundedRunner::drop;
        return runner.run(new ProcessSpec(
                        "trying " + words.get(0),
                        command,
                        Path.of("/"),
                        Map.of(),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        1 << 16,
                        nowhere,
                        nowhere))
                .succeeded();
    }

    private static void drop(InputStream in) throws java.io.IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** Whether programs have the network from now on: for a download from places that were allowed, and nothing else. */
    void online(boolean allowed) {
        online = allowed;
    }

    /** Whether memory and files of each process are bounded here. */
    boolean boundsMemory() {
        return !bounds.isEmpty();
    }

    /** Whether the network is denied here, where it is not allowed. */
    boolean deniesNetwork() {
        return !denial.isEmpty();
    }

    /** What this platform does not have, in words. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    /** Whether the time of the job is over, or something was stopped because it was. */
    boolean isTimedOut() {
        return timedOut || remaining().isZero();
    }

    private Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    @Override
    public ProcessResult run(ProcessSpec spec) {
        Duration remaining = remaining();
        if (remaining.isZero()) {
            timedOut = true;
            return new ProcessResult(-1, ProcessResult.End.TIMED_OUT, Duration.ZERO);
        }
        List<String> command = new ArrayList<>(bounds);
        if (!online) {
            command.addAll(denial);
            command.addAll(bond);
        }
        command.addAll(spec.command());
        ProcessResult result = runner.run(new ProcessSpec(
                spec.doing(),
                command,
                spec.directory(),
                spec.environment(),
                spec.timeout().compareTo(remaining) < 0 ? spec.timeout() : remaining,
                spec.grace(),
                spec.outputLimit(),
                spec.stdout(),
                spec.stderr()));
        timedOut |= result.end() == ProcessResult.End.TIMED_OUT;
        return result;
    }
}
