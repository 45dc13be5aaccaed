package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.PersonIds;
import io.jenkins.plugins.iac.approval.TeamDirectory;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.run.BreakGlass;
import io.jenkins.plugins.iac.run.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code review}: closes a break-glass run. */
@Command(
        name = "review",
        header = "Writes the review of a break-glass run that is over, as a sealed record of its own.",
        description = {
            "",
            "Only members of the rule's 'reviewers' may, and never whoever asked for the run. Until then 'runs' and the audit",
            "show the review as open.",
            "",
            "Example: iac-runners review RUN --as rita --groups audit --text 'needed; the runbook is mended, INC-12'"
        })
final class ReviewCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Parameters(index = "0", paramLabel = "RUN", description = "the run")
    private String run;

    @Option(names = "--as", required = true, paramLabel = "USER", description = "who reviews")
    private String user;

    @Option(names = "--groups", split = ",", paramLabel = "TEAM,...", description = "teams that the reviewer is in")
    private List<String> groups = new ArrayList<>();

    @Option(names = "--text", required = true, paramLabel = "TEXT", description = "the review; kept as evidence")
    private String text;

    @Override
    public Integer call() {
        try (CliEngine engine = CliEngine.open(root)) {
            Run before = engine.services().book().get(run);
            var catalog = engine.services().admission().get().catalog();
            SortedSet<String> teams = new TreeSet<>(groups);
            teams.addAll(new TeamDirectory(List.copyOf(catalog.teams()), PersonIds.CASE_INSENSITIVE)
                    .teamsOf(user, List.of()));
            Path evidence =
                    new BreakGlass(engine.services()).review(before, user, teams, false, VoteCommand.caller(), text);
            ObjectNode json = Json.object()
                    .put("run", run)
                    .put("reviewed", true)
                    .put("by", user)
                    .put("authenticated", false)
                    .put("evidence", evidence.toString());
            root.print(json, () -> root.terminal().out().println("reviewed " + run + "\nevidence  " + evidence));
        }
        return 0;
    }
}
