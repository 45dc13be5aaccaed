package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.crypto.AesGcm;
import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.plan.PlanRedactor;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code redact}: the plan JSON that may be published. */
@Command(
        name = "redact",
        header = "Prints the plan's JSON without sensitive values.",
        description = {
            "",
            "A value under a mark of sensitivity becomes a keyed marker, so that 'changed' stays visible; the same text is",
            "replaced wherever else it stands. The key is made for this call and forgotten."
        })
final class RedactCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Parameters(index = "0", paramLabel = "FILE", description = "the plan: JSON, or a saved plan")
    private Path file;

    @Override
    public Integer call() {
        try (PlanInput input = PlanInput.of(file)) {
            new PlanRedactor(PlanReading.reader(), new Hmac(AesGcm.newKey()))
                    .redact(input.json(), root.terminal().out());
        }
        root.terminal().out().println();
        return 0;
    }
}
