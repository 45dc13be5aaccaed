package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.receipt.Inspection;
import io.jenkins.plugins.iac.receipt.Machine;
import io.jenkins.plugins.iac.receipt.Receipt;
import io.jenkins.plugins.iac.receipt.ReceiptTaker;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code inspect}: what a job could see here. */
@Command(
        name = "inspect",
        header = "Says what any job could see on this machine, worst first; never a secret's value.",
        description = {"", "Static credentials, container engines, metadata services, leftovers of earlier runs."})
final class InspectCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Override
    public Integer call() {
        Receipt receipt = new ReceiptTaker(Machine.local(root.clock())).take(List.of(), Set.of());
        Terminal terminal = root.terminal();
        root.print(Inspection.json(receipt), () -> {
            Inspection.findings(receipt).forEach(f -> terminal.out()
                    .println("  "
                            + terminal.warn(String.format("%-8s", f.severity().id())) + " " + f.what()
                            + terminal.dim(" (" + f.where() + ")")));
            if (Inspection.findings(receipt).isEmpty()) {
                terminal.out().println("nothing found");
            }
        });
        return 0;
    }
}
