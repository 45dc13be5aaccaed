package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.Operation;
import picocli.CommandLine.Command;

/** {@code import}: as {@code plan}, for taking existing objects into the state; its own admission, and nothing else in it. */
@Command(
        name = "import",
        header = "Makes a governed plan that only takes existing objects into the state of a stack.",
        description = {
            "",
            "As 'plan', with the operation import: its own admission, its own approvals, applied by 'apply'. What is imported",
            "stands in the code (import blocks). A plan that would create, change, move, forget or destroy anything besides is refused by",
            "constraint:importOnly: import first, then plan the rest."
        })
final class ImportCommand extends PlanCommand {
    @Override
    Operation operation() {
        return Operation.IMPORT;
    }
}
