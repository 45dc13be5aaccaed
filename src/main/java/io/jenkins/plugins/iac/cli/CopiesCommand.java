package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.evidence.Copies;
import io.jenkins.plugins.iac.evidence.CopyStatus;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code copies}: the copies of the evidence log that the catalog names. */
@Command(
        name = "copies",
        header = "Brings the copies of the evidence log up to date and says how each stands.",
        description = {
            "",
            "The catalog names them under 'evidenceCopies'. Every command that seals something does this, too. A copy that has",
            "diverged is left as it is, because then it is the witness: exit code 3.",
            "",
            "Example: iac-runners copies --format json"
        })
final class CopiesCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Override
    public Integer call() {
        Home home = root.existingHome("the home with the evidence, --home DIR");
        var catalog = CatalogLoader.load(root.catalogFile()).orThrow();
        List<CopyStatus> states = new Copies(home.log(), home.keys().publicKeys()).update(catalog.evidenceCopies());
        ObjectNode json = Json.object();
        json.set("copies", Copies.json(states));
        root.print(json, () -> {
            states.forEach(s -> root.terminal()
                    .out()
                    .println(s.state().name().toLowerCase(Locale.ROOT) + "  " + s.copy() + ": " + s.meaning()));
            if (states.isEmpty()) {
                root.terminal().out().println("the catalog names no copies (evidenceCopies)");
            }
        });
        return states.stream().anyMatch(s -> s.state() == CopyStatus.State.DIVERGED)
                ? IacException.Kind.NOT_VERIFIED.exitCode()
                : 0;
    }
}
