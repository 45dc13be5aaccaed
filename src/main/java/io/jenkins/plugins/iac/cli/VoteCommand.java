package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.PersonIds;
import io.jenkins.plugins.iac.approval.TeamDirectory;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.Sealer;
import io.jenkins.plugins.iac.run.Votes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code approve} and {@code reject}: a vote on the digest of one plan. */
abstract class VoteCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Parameters(index = "0", paramLabel = "RUN", description = "the run")
    private String run;

    @Option(names = "--as", required = true, paramLabel = "USER", description = "who votes")
    private String user;

    @Option(names = "--groups", split = ",", paramLabel = "TEAM,...", description = "teams that the voter is in")
    private List<String> groups = new ArrayList<>();

    @Option(
            names = "--digest",
            required = true,
            paramLabel = "sha256:...",
            description = "digest of the plan that was read")
    private String digest;

    @Option(
            names = {"--comment", "--reason"},
            paramLabel = "TEXT",
            description = "why; kept as evidence")
    private String comment;

    private final Vote.Decision decision;

    VoteCommand(Vote.Decision decision) {
        this.decision = decision;
    }

    @Override
    public Integer call() {
        Sha256 read = digest();
        try (CliEngine engine = CliEngine.open(root)) {
            Run before = engine.services().book().get(run);
            return new RunPrinter(root, engine).print(() -> vote(engine, before, read), () -> engine.services()
                    .book()
                    .get(before.id()));
        }
    }

    private Run vote(CliEngine engine, Run before, Sha256 read) {
        var catalog = engine.services().admission().get().catalog();
        SortedSet<String> teams = new TreeSet<>(groups);
        teams.addAll(
                new TeamDirectory(List.copyOf(catalog.teams()), PersonIds.CASE_INSENSITIVE).teamsOf(user, List.of()));
        Vote vote = new Vote(
                user, teams, read, decision, comment, engine.services().clock().instant(), false, "cli");
        return new Sealer(engine.services()).seal(cast(engine, before, vote));
    }

    Run cast(CliEngine engine, Run before, Vote vote) {
        return new Votes(engine.services()).vote(before, vote, caller());
    }

    /** Whom the operating system says is calling; nobody authenticated the name after {@code --as}. */
    static ObjectNode caller() {
        return Json.object().put("osUser", System.getProperty("user.name"));
    }

    private Sha256 digest() {
        try {
            return Sha256.parse(digest);
        } catch (IllegalArgumentException e) {
            throw IacException.badInput(
                    "reading the command line",
                    "--digest",
                    digest,
                    "sha256: and 64 hex digits",
                    "copy the digest that 'plan' or 'run show' printed for the plan that you read");
        }
    }

    /** {@code approve}. */
    @Command(
            name = "approve",
            header = "Approves the plan of a run, by its digest.",
            description = {
                "",
                "On one machine nobody authenticates the voter: the evidence says so, and names the user that the operating",
                "system says is calling. Protected environments take such votes only in a home made with",
                "--trust-local-votes."
            })
    static final class Approve extends VoteCommand {
        Approve() {
            super(Vote.Decision.APPROVE);
        }
    }

    /** {@code reject}. */
    @Command(name = "reject", header = "Rejects the plan of a run, which ends it.")
    static final class Reject extends VoteCommand {
        Reject() {
            super(Vote.Decision.REJECT);
        }
    }
}
