package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.admission.Request;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.catalog.Inherited;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.report.DecisionText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code explain}: the admission decision with all its reasons. */
@Command(
        name = "explain",
        header = "Says whether a run would be admitted, on which pool, as whom, and why.",
        description = {
            "",
            "Nothing is started. Every condition is shown with the value that was expected and the one that was found.",
            "",
            "Example: iac-runners explain --stack prod/eu-west-1/payments-db --operation apply --source branch --ref main"
        })
final class ExplainCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Option(names = "--stack", required = true, paramLabel = "STACK", description = "the stack")
    private String stack;

    @Option(names = "--operation", required = true, paramLabel = "OPERATION", description = "what would be done")
    private String operation;

    @Option(names = "--source", required = true, paramLabel = "KIND", description = "where the code would come from")
    private String kind;

    @Option(names = "--ref", paramLabel = "REF", description = "branch or tag")
    private String ref;

    @Option(names = "--actor", paramLabel = "USER", description = "who would ask")
    private String actor;

    @Option(
            names = "--trigger",
            paramLabel = "TRIGGER",
            description = "what would set it off (default: timer for schedule, else person)")
    private String trigger;

    @Option(names = "--commit-signed", description = "as if an allowed signer had signed the commit")
    private boolean signed;

    @Option(names = "--inherited", description = "also say where each of the stack's fields comes from")
    private boolean inherited;

    @Override
    public Integer call() {
        Catalog catalog = CatalogLoader.load(root.catalogFile()).orThrow();
        SourceKind source = Kinds.source(kind);
        String repository = catalog.stack(stack).map(Stack::repository).orElse(null);
        Request request = Request.of(
                stack,
                Kinds.operation(operation),
                new RunSource(
                        source,
                        repository,
                        null,
                        ref,
                        null,
                        actor,
                        actor,
                        trigger != null
                                ? Kinds.trigger(trigger)
                                : source == SourceKind.SCHEDULE ? Trigger.TIMER : Trigger.PERSON,
                        Tri.of(signed)),
                root.clock().instant());
        AdmissionDecision decision = new Admission(catalog).decide(request);
        List<Inherited> fields = catalog.stack(stack)
                .map(s -> catalog.describe(s.id()))
                .filter(f -> inherited)
                .orElse(List.of());
        ObjectNode json = (ObjectNode) decision.toJson();
        if (inherited) {
            json.set("inherited", Json.tree(fields));
        }
        root.print(json, () -> {
            text(decision);
            fields.forEach(f -> root.terminal()
                    .out()
                    .println("  " + DecisionText.field(f.field(), f.value(), f.from(), root.terminal())));
        });
        return decision.admitted() ? 0 : IacException.Kind.REFUSED.exitCode();
    }

    private void text(AdmissionDecision decision) {
        Terminal terminal = root.terminal();
        String verdict = decision.admitted()
                ? terminal.good("admitted") + " in the " + decision.lane() + " lane"
                : terminal.bad("rejected");
        terminal.out().println(operation + " of " + stack + ": " + verdict);
        if (decision.pool() != null) {
            terminal.out().println("  pool      " + decision.pool().name());
        }
        if (decision.identity() != null) {
            terminal.out()
                    .println("  identity  " + decision.identity().name() + " ("
                            + decision.identity().role() + ")");
        }
        for (Condition condition : decision.conditions()) {
            DecisionText.of(condition, "  ", terminal).forEach(terminal.out()::println);
        }
    }
}
