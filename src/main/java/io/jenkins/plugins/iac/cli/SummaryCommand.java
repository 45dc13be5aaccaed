package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.SummaryCommandJson;
import io.jenkins.plugins.iac.report.Escape;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code summary}: what a plan does. */
@Command(
        name = "summary",
        header = "Sums up a plan: counts, what is destroyed, drift, risk, and the hash of its content.",
        description = {
            "",
            "Reads 'terraform show -json' of any format version in one pass, whatever its size; a saved plan is shown by the",
            "tool on the PATH first.",
            "",
            "Example: iac-runners summary plan.json --format json"
        })
final class SummaryCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Parameters(index = "0", paramLabel = "FILE", description = "the plan: JSON, or a saved plan")
    private Path file;

    @Override
    public Integer call() {
        try (PlanInput input = PlanInput.of(file)) {
            PlanSummary summary = PlanReading.summary(input.json());
            ObjectNode json = SummaryCommandJson.of(summary);
            root.print(json, () -> text(summary, json));
        }
        return 0;
    }

    private void text(PlanSummary summary, ObjectNode json) {
        Terminal terminal = root.terminal();
        terminal.out().println("changes   " + RunText.counts(json.path("counts")));
        summary.changes().items().stream().filter(c -> c.kind().isDestructive()).forEach(c -> terminal.out()
                .println(terminal.bad("  - " + Escape.console(c.sentence()))));
        summary.risk().items().forEach(r -> terminal.out()
                .println(terminal.warn("  ! " + r.cls() + ": " + Escape.console(r.reason()))));
        if (summary.drift().total() > 0) {
            terminal.out().println("drift     " + summary.drift().total());
        }
        terminal.out().println("content   " + summary.planJson());
    }
}
