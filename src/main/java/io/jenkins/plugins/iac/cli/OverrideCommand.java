package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.run.Overrides;
import io.jenkins.plugins.iac.run.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code override}: one person of the override team passes over a soft-mandatory policy. */
@Command(
        name = "override",
        header = "Overrides a soft-mandatory policy for the plan of a run, with a reason.",
        description = {
            "",
            "Only members of the team that the environment names under 'overrides' may; requester and excluded author may",
            "not. A plan that such a policy refused waits as planned. Who, why and when become evidence and stand",
            "beside the policy's result wherever it is shown. The override is for this digest and expires as a vote does.",
            "",
            "Example: iac-runners override RUN --policy small-changes --as petra --groups platform-leads \\",
            "             --digest sha256:... --reason 'migration agreed in CHG-7'"
        })
final class OverrideCommand extends VoteCommand {
    @Option(names = "--policy", required = true, paramLabel = "NAME", description = "the policy")
    private String policy;

    OverrideCommand() {
        super(Vote.Decision.APPROVE);
    }

    @Override
    Run cast(CliEngine engine, Run before, Vote vote) {
        return new Overrides(engine.services()).override(before, policy, vote, caller());
    }
}
