package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.run.RunId;
import io.jenkins.plugins.iac.worker.Sandbox;
import io.jenkins.plugins.iac.worker.SandboxRequest;
import io.jenkins.plugins.iac.worker.SandboxResult;
import io.jenkins.plugins.iac.worker.WorkerTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code execute}: a directory of untrusted code. */
@Command(
        name = "execute",
        header = "Scans, validates and plans a directory of untrusted code, with nothing that it could misuse.",
        description = {
            "",
            "The code is copied into a private directory and scanned first: provisioners, executing data sources, providers",
            "other than the built-in one, remote modules, backends, committed state or plugins are refused, and so is what",
            "cannot be read. Only then the tool on the PATH runs: init without a backend, validate, plan, show; no",
            "credential, a clean environment, no network where the machine can deny it, bounds on memory, output and time.",
            "Everything is removed afterwards. No catalog and no home are needed.",
            "",
            "Exit code 0: SUCCESS. 1: the configuration is not valid (error_type invalid). 2: a rule refuses it (refused). 4:",
            "the tool failed or the time was over (tool, timeout).",
            "",
            "Example: iac-runners execute --dir ./submission --timeout 60 --format json"
        })
final class ExecuteCommand implements Callable<Integer> {
    private static final long STOPPING_SECONDS = 10;

    @ParentCommand
    private RootCommand root;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "the code")
    private Path directory;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "for the whole job; then every process of it is killed (default: 300)")
    private long timeout = SandboxRequest.DEFAULT_TIMEOUT.toSeconds();

    @Option(names = "--job-id", paramLabel = "ID", description = "name in the result and the log (default: a new one)")
    private String job;

    @Option(names = "--no-plan", description = "stop after the validation; plan_json is null then")
    private boolean noPlan;

    @Override
    public Integer call() {
        String name = job == null ? RunId.create(root.clock().instant()) : job;
        SandboxRequest request = new SandboxRequest(name, directory, tool(), Duration.ofSeconds(timeout), !noPlan);
        Sandbox sandbox =
                new Sandbox(new WorkerTools(new LocalProcessRunner(), root.clock(), Map.of(), line -> log(name, line)));
        SandboxResult result = stoppable(() -> sandbox.run(request));
        root.print(result.json(), () -> text(result));
        return exitCode(result);
    }

    /** Whoever stops this program stops the tool with it, and leaves no directory behind. */
    private static SandboxResult stoppable(Supplier<SandboxResult> work) {
        Thread worker = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            worker.interrupt();
            try {
                done.await(STOPPING_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            done.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The program is being stopped already, and the hook has what it waited for.
                done.countDown();
            }
        }
    }

    private static PoolTool tool() {
        return LocalSource.program("terraform")
                .or(() -> LocalSource.program("tofu"))
                .map(LocalSource::describe)
                .orElseThrow(() -> IacException.toolFailed(
                        "preparing the job",
                        "PATH",
                        "neither terraform nor tofu",
                        "a tool that can be executed",
                        "install Terraform or OpenTofu"));
    }

    /** One line for each thing that is done, with the job on it; an object for programs. */
    private void log(String name, String line) {
        Terminal terminal = root.terminal();
        if (root.isJson()) {
            terminal.err()
                    .println(Json.write(Json.object()
                            .put("at", root.clock().instant().toString())
                            .put("job_id", name)
                            .put("message", line.strip())));
        } else {
            line.lines().forEach(l -> terminal.err().println(terminal.dim(name + " " + l)));
        }
        terminal.err().flush();
    }

    private void text(SandboxResult result) {
        Terminal terminal = root.terminal();
        boolean good = result.status() == SandboxResult.Status.SUCCESS;
        String status = result.status().name();
        terminal.out()
                .println(String.format(
                        "job %s: %s after %.1f s",
                        result.job(), good ? terminal.good(status) : terminal.bad(status), result.seconds()));
        if (result.errorMessage() != null) {
            terminal.out().println("  " + result.errorMessage().replace("\n", "\n  "));
        } else {
            terminal.out()
                    .println("  changes  "
                            + (noPlan
                                    ? "not planned"
                                    : RunText.counts(result.json().path("changes"))));
        }
    }

    private static int exitCode(SandboxResult result) {
        if (result.errorType() == null) {
            return 0;
        }
        return switch (result.errorType()) {
            case REFUSED -> IacException.Kind.REFUSED.exitCode();
            case INVALID -> IacException.Kind.BAD_INPUT.exitCode();
            case TOOL, TIMEOUT -> IacException.Kind.TOOL_FAILED.exitCode();
        };
    }
}
