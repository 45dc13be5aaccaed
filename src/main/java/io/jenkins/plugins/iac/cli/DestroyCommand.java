package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.Operation;
import picocli.CommandLine.Command;

/** {@code destroy}: as {@code plan}, for taking a stack down; its own admission. */
@Command(
        name = "destroy",
        header = "Makes a governed plan that destroys everything of a stack.",
        description = {
            "",
            "As 'plan', with the operation destroy: its own admission, its own approvals, applied by 'apply'."
        })
final class DestroyCommand extends PlanCommand {
    @Override
    Operation operation() {
        return Operation.DESTROY;
    }
}
