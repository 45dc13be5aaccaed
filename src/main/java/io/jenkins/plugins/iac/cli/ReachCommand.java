package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.admission.Proof;
import io.jenkins.plugins.iac.admission.Reach;
import io.jenkins.plugins.iac.admission.ReachPath;
import io.jenkins.plugins.iac.admission.Violation;
import io.jenkins.plugins.iac.catalog.Assertions;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.RunSource;
import java.nio.file.Path;
import java.util.ArrayList;
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
            "  iac-runners reach --from fork",
            "  iac-runners reach --from branch --ref feature --actor alice",
            "  iac-runners reach --from timer",
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

    @Option(names = "--ref", paramLabel = "REF", description = "only from this branch or tag")
    private String ref;

    @Option(names = "--actor", paramLabel = "USER", description = "only if this person asks")
    private String actor;

    @Option(names = "--trigger", paramLabel = "TRIGGER", description = "only if this sets the run off")
    private String trigger;

    /** One of the two. */
    static final class Question {
        @Option(
                names = "--from",
                paramLabel = "KIND",
                description = "what a source can get to: its kind, or fork, person, timer")
        private String from;

        @Option(names = "--to", paramLabel = "STACK|ENVIRONMENT", description = "who can get to this")
        private String to;
    }

    @Override
    public Integer call() {
        if (question == null && assertions == null) {
            throw new ParameterException(spec.commandLine(), "name --from, --to or --assert");
        }
        if (question == null && (ref != null || actor != null || trigger != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--ref, --actor and --trigger narrow --from or --to, and neither is named; assertions are held against"
                            + " every path");
        }
        Catalog catalog = CatalogLoader.load(root.catalogFile()).orThrow();
        Reach reach = new Reach(new Admission(catalog));
        List<ReachPath> paths = new ArrayList<>();
        if (question != null) {
            List<RunSource> asked = Asked.sources(question.from, ref, actor, trigger);
            if (question.to != null) {
                paths.addAll(reach.to(question.to, asked));
            } else {
                asked.forEach(source -> paths.addAll(reach.from(source)));
            }
        }
        List<Proof> proofs = assertions == null
                ? List.of()
                : reach.prove(Assertions.load(assertions, catalog).orThrow(assertions.toString()));
        List<String> warnings = assertions == null ? List.of() : warnings(catalog, proofs);
        root.print(() -> json(paths, proofs, warnings), () -> text(paths, proofs, warnings));
        return proofs.stream().allMatch(p -> p.violations().isEmpty()) ? 0 : IacException.Kind.REFUSED.exitCode();
    }

    /** What holds because there is nothing of which it could not. */
    private static List<String> warnings(Catalog catalog, List<Proof> proofs) {
        List<String> warnings = new ArrayList<>();
        if (catalog.stacks().isEmpty() || catalog.pools().isEmpty()) {
            warnings.add("the catalog has no " + (catalog.stacks().isEmpty() ? "stack" : "pool")
                    + ": what holds of it holds for want of paths");
        }
        proofs.stream()
                .filter(p -> p.paths() == 0)
                .forEach(
                        p -> warnings.add(
                                "the assertion '" + p.assertion()
                                        + "' speaks of no path of this catalog: it proves nothing; correct its conditions or remove it"));
        return warnings;
    }

    private ObjectNode json(List<ReachPath> paths, List<Proof> proofs, List<String> warnings) {
        ObjectNode document = Json.object();
        ArrayNode listed = document.putArray("paths");
        paths.forEach(p -> listed.add(p.toJson()));
        ArrayNode violated = document.putArray("violations");
        proofs.forEach(proof -> proof.violations().forEach(v -> violated.add(v.toJson())));
        if (assertions != null) {
            ArrayNode asserted = document.putArray("assertions");
            proofs.forEach(proof -> asserted.addObject()
                    .put("name", proof.assertion())
                    .put("holds", proof.violations().isEmpty())
                    .put("paths", proof.paths()));
            ArrayNode told = document.putArray("warnings");
            warnings.forEach(told::add);
        }
        return document;
    }

    private void text(List<ReachPath> paths, List<Proof> proofs, List<String> warnings) {
        List<Violation> violations =
                proofs.stream().flatMap(p -> p.violations().stream()).toList();
        Terminal terminal = root.terminal();
        paths.forEach(p -> terminal.out().println("  " + p));
        if (question != null && paths.isEmpty()) {
            terminal.out().println(terminal.good("no path") + ": nobody, whatever branch, person, time or signature");
        }
        for (Proof proof : proofs) {
            String verdict = proof.violations().isEmpty() ? terminal.good("holds") : terminal.bad("violated");
            terminal.out().println(verdict + " (of " + proof.paths() + " paths): " + proof.assertion());
        }
        for (Violation v : violations) {
            terminal.out().println(terminal.bad("violated") + ": " + v.assertion());
            terminal.out().println("  " + v.path());
            terminal.out().println("  " + v.reason() + (v.message().isEmpty() ? "" : "; " + v.message()));
            if (v.more() > 0) {
                terminal.out().println("  and " + v.more() + " more paths");
            }
        }
        warnings.forEach(w -> terminal.out().println(terminal.warn("warning") + ": " + w));
        if (assertions != null && violations.isEmpty()) {
            terminal.out().println(terminal.good("every assertion holds"));
        }
    }
}
