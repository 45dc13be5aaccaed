package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.catalog.Finding;
import io.jenkins.plugins.iac.catalog.LoadResult;
import io.jenkins.plugins.iac.catalog.PastTimes;
import io.jenkins.plugins.iac.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lint}: all errors and warnings of a catalog. */
@Command(
        name = "lint",
        header = "Checks a catalog and reports every error at once.",
        description = {
            "",
            "Each finding says line, column, what was found, what was expected and how to mend it. Warnings are what is",
            "legal but dangerous; they do not change the exit code.",
            "",
            "Example: iac-runners lint iac.yaml --format json"
        })
final class LintCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "the catalog (default: --catalog)")
    private Path file;

    @Override
    public Integer call() {
        LoadResult loaded = CatalogLoader.load(file == null ? root.catalogFile() : file);
        List<Finding> warnings = new ArrayList<>(loaded.warnings());
        if (loaded.isOk()) {
            warnings.addAll(new Admission(loaded.catalog()).warnings());
            warnings.addAll(PastTimes.warnings(loaded.catalog(), root.clock().instant()));
        }
        LoadResult result = new LoadResult(loaded.name(), loaded.catalog(), loaded.errors(), warnings);
        root.print(() -> json(result), () -> text(result));
        return result.isOk() ? 0 : Cli.BAD_INPUT;
    }

    private static ObjectNode json(LoadResult result) {
        ObjectNode document = Json.object();
        add(document.putArray("errors"), result.errors());
        add(document.putArray("warnings"), result.warnings());
        return document;
    }

    private static void add(ArrayNode array, List<Finding> findings) {
        findings.forEach(f -> array.addObject()
                .put("line", f.line())
                .put("column", f.column())
                .put("path", f.path())
                .put("message", f.message()));
    }

    private void text(LoadResult result) {
        Terminal terminal = root.terminal();
        result.errors().forEach(f -> print(result, f, terminal.bad("error")));
        result.warnings().forEach(f -> print(result, f, terminal.warn("warning")));
        String counts = result.errors().size() + " errors, " + result.warnings().size() + " warnings";
        terminal.out().println(result.isOk() ? terminal.good("ok") + ": " + counts : terminal.bad(counts));
    }

    private void print(LoadResult result, Finding finding, String kind) {
        root.terminal()
                .out()
                .println(result.name() + ":" + finding.line() + ":" + finding.column() + ": " + kind + ": "
                        + finding.path() + ": " + finding.message());
    }
}
