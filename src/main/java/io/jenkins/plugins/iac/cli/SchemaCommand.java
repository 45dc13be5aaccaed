package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.catalog.CatalogSchema;
import io.jenkins.plugins.iac.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code schema}: for editors. */
@Command(
        name = "schema",
        header = "Prints the JSON Schema of the catalog, for editors that complete and check the file.",
        description = {"", "In a YAML file: # yaml-language-server: $schema=iac.schema.json"})
final class SchemaCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Override
    public Integer call() {
        root.terminal().out().println(Json.pretty(CatalogSchema.json()));
        return 0;
    }
}
