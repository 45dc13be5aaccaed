package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.Operation;
import picocli.CommandLine.Command;

/** {@code drift}: as {@code plan}, for what changed without us; never applied. */
@Command(
        name = "drift",
        header = "Looks whether the infrastructure of a stack still is what its state says.",
        description = {
            "",
            "As 'plan', with the operation drift: its own admission, the identity of plans, a plan that only refreshes. Such a",
            "plan is never applied: the run ends as no_changes, or as plan_only with the number of drifted objects in 'drift'."
        })
final class DriftCommand extends PlanCommand {
    @Override
    Operation operation() {
        return Operation.DRIFT;
    }
}
