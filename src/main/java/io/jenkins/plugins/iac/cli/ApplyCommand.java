package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.run.Run;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code apply}: through the door. */
@Command(
        name = "apply",
        header = "Applies the approved plan of a run, if it is still the very plan and still fresh.",
        description = {
            "",
            "Checks freeze, lock, approvals and every part of the digest on a fresh checkout, applies exactly the saved plan,",
            "verifies with a plan that must be empty, and seals the evidence. A part that differs is named.",
            "Exit code 2: refused, nothing was changed. 5: nobody knows what happened; the stack is frozen."
        })
final class ApplyCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Parameters(index = "0", paramLabel = "RUN", description = "the run")
    private String run;

    @Option(names = "--dir", paramLabel = "DIR", description = "where the code is (default: as at the plan)")
    private Path directory;

    @Override
    public Integer call() {
        try (CliEngine engine = CliEngine.open(root)) {
            Run before = engine.services().book().get(run);
            return new RunPrinter(root, engine)
                    .print(
                            () -> new Applier(engine).apply(before, directory),
                            () -> engine.services().book().get(before.id()));
        }
    }
}
