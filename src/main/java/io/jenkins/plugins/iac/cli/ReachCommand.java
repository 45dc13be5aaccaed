package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.admission.Reach;
import io.jenkins.plugins.iac.admission.ReachPath;
import io.jenkins.plugins.iac.admission.Violation;
import io.jenkins.plugins.iac.catalog.Assertions;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code reach}: who can reach what. */
@Command(
        name = "reach",
        header = "Says who can reach what, over the whole catalog, and proves that nobody else can.",
        description = {
            "",
            "A path is listed unless admission refuses it whatever branch, person, time and signature: no path is a proof, a",
            "path says that somebody can get there, perhaps only with an approval. With --assert every path of the catalog is",
            "held against the assertions of a file; a violated one ends with exit code 2. The format of the file is in",
            "docs/reach.md.",
            "",
            "Examples:",
            "  iac-runners reach --from fork_pull_request",
            "  iac-runners reach --to prod --assert invariants.yaml"
        })
final class ReachCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Question question;

    @Option(names = "--assert", paramLabel = "FILE", description = "assertions that must hold of every path")
    private Path assertions;

    /** One of the two. */
    static final class Question {
        @Option(names = "--from", paramLabel = "KIND", description = "what this kind of source can get to")
        private String from;

        @Option(names = "--to", paramLabel = "STACK|ENVIRONMENT", description = "who can get to this")
        private String to;
    }

    @Override
    public Integer call() {
        if (question == null && assertions == null) {
            throw new ParameterException(spec.commandLine(), "name --from, --to or --assert");
        }
        Catalog catalog = CatalogLoader.load(root.catalogFile()).orThrow();
        Reach reach = new Reach(new Admission(catalog));
        List<ReachPath> paths = question == null
                ? List.of()
                : question.from != null ? reach.from(Reach.any(Kinds.source(question.from))) : reach.to(question.to);
        List<Violation> violations = assertions == null
                ? List.of()
                : reach.check(Assertions.load(assertions, catalog).orThrow(assertions.toString()));
        root.print(() -> json(paths, violations), () -> text(paths, violations));
        return violations.isEmpty() ? 0 : IacException.Kind.REFUSED.exitCode();
    }

    private static ObjectNode json(List<ReachPath> paths, List<Violation> violations) {
        ObjectNode document = Json.object();
        ArrayNode listed = document.putArray("paths");
        paths.forEach(p -> listed.add(p.toJson()));
        ArrayNode violated = document.putArray("violations");
        violations.forEach(v -> violated.add(v.toJson()));
        return document;
    }

    private void text(List<ReachPath> paths, List<Violation> violations) {
        Terminal terminal = root.terminal();
        paths.forEach(p -> terminal.out().println("  " + p));
        if (question != null && paths.isEmpty()) {
            terminal.out().println(terminal.good("no path") + ": nobody, whatever branch, person, time or signature");
        }
        for (Violation v : violations) {
            terminal.out().println(terminal.bad("violated") + ": " + v.assertion());
            terminal.out().println("  " + v.path());
            terminal.out().println("  " + v.reason() + (v.message().isEmpty() ? "" : "; " + v.message()));
            if (v.more() > 0) {
                terminal.out().println("  and " + v.more() + " more paths");
            }
        }
        if (assertions != null && violations.isEmpty()) {
            terminal.out().println(terminal.good("every assertion holds"));
        }
    }
}
