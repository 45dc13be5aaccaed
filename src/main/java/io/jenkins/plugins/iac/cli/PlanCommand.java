package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Ticket;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.run.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code plan} and {@code destroy}: governed plans. */
@Command(
        name = "plan",
        header = "Makes a governed plan of a stack and says who must approve it.",
        description = {
            "",
            "Admission first; then a fresh checkout of the commit, init, validate, plan, digest, policies. The plan is kept",
            "encrypted; what is edited in --dir afterwards has no effect. Where the source may apply, the run then waits",
            "for approval; otherwise the plan is speculative.",
            "",
            "Example:",
            "  iac-runners plan --stack prod/eu-west-1/payments-db --dir . --source branch --ref main \\",
            "      --commit $(git rev-parse HEAD) --actor alice"
        })
class PlanCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Option(
            names = "--stack",
            required = true,
            paramLabel = "STACK",
            description = "the stack, as the catalog names it")
    private String stack;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "a clone of the stack's repository")
    private Path directory;

    @Option(
            names = "--source",
            required = true,
            paramLabel = "KIND",
            description = "branch, pull_request, fork_pull_request, tag, schedule, manual, unknown")
    private String kind;

    @Option(names = "--ref", paramLabel = "REF", description = "branch or tag, without refs/heads/")
    private String ref;

    @Option(names = "--commit", required = true, paramLabel = "SHA", description = "the commit, in full")
    private String commit;

    @Option(names = "--actor", required = true, paramLabel = "USER", description = "who asks; may not approve")
    private String actor;

    @Option(names = "--author", paramLabel = "USER", description = "who wrote the change (default: the actor)")
    private String author;

    @Option(names = "--request", paramLabel = "ID", description = "the pull request, where there is one")
    private String request;

    @Option(names = "--target", paramLabel = "ADDRESS", description = "plan only this and what it needs; repeatable")
    private List<String> targets = List.of();

    @Option(
            names = "--ticket",
            paramLabel = "TICKET",
            description = "the ticket of the change; policies and external checks see it")
    private String ticket;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "bound on each command of the tool")
    private long timeout;

    @Override
    public Integer call() {
        RunSource source = new RunSource(
                Kinds.source(kind),
                null,
                commit,
                ref,
                request,
                actor,
                author == null ? actor : author,
                kind.equals(SourceKind.SCHEDULE.id()) ? Trigger.TIMER : Trigger.PERSON,
                Tri.UNKNOWN);
        try (CliEngine engine = CliEngine.open(root)) {
            Planner planner = new Planner(engine);
            return new RunPrinter(root, engine)
                    .print(
                            () -> {
                                Run run = planner.plan(stack, operation(), directory, source, details(engine, stack));
                                return run;
                            },
                            planner::current);
        }
    }

    ObjectNode details(CliEngine engine, String stackName) {
        var details = Json.object();
        if (!targets.isEmpty()) {
            details.set("targets", Json.tree(targets));
        }
        if (ticket != null && !Ticket.isValid(ticket)) {
            throw IacException.badInput(
                    "reading the command line",
                    "--ticket",
                    "'" + ticket + "'",
                    Ticket.EXPECTED,
                    "name the ticket alone");
        }
        if (ticket != null) {
            details.put("ticket", ticket);
        }
        if (timeout > 0) {
            details.put("timeoutSeconds", timeout);
        }
        return details;
    }

    Operation operation() {
        return Operation.PLAN;
    }
}
