package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.catalog.StackGraph;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.RepositoryUrl;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.source.LocalClone;
import io.jenkins.plugins.iac.worker.TouchedByCommit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code affected}: which stacks a change touches, and which depend on those. */
@Command(
        name = "affected",
        header = "Lists the stacks that a change touches, and those downstream of them, in the order in which they go.",
        description = {
            "",
            "A stack is touched by a path in its directory, in a local module that it reaches, or among the files that its",
            "functions read. Where that cannot be told, every change touches it: a plan too many does no harm. Reads the commits",
            "from a clone; what is edited in its working tree has no effect.",
            "",
            "Example: iac-runners affected --dir . --from origin/main --to HEAD --format json"
        })
final class AffectedCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "a clone of the stacks' repository")
    private Path directory;

    @Option(names = "--from", required = true, paramLabel = "COMMIT", description = "the commit before the change")
    private String from;

    @Option(names = "--to", required = true, paramLabel = "COMMIT", description = "the commit after it")
    private String to;

    @Option(names = "--repository", paramLabel = "URL", description = "only stacks of this repository (default: all)")
    private String repository;

    @Override
    public Integer call() {
        Catalog catalog = CatalogLoader.load(root.catalogFile()).orThrow();
        LocalProcessRunner runner = new LocalProcessRunner();
        Path git = LocalSource.git();
        LocalClone clone = LocalClone.of(directory, git, runner, "--dir " + directory);
        String before = clone.commit(from, "--from");
        String after = clone.commit(to, "--to");
        List<String> changed = clone.changed(before, after);
        Map<StackId, String> directories = new LinkedHashMap<>();
        for (Stack stack : catalog.stacks()) {
            if (repository == null || RepositoryUrl.same(repository, stack.repository())) {
                directories.put(stack.id(), stack.directory());
            }
        }
        SortedSet<StackId> touched = TouchedByCommit.of(clone, git, runner, after, directories, changed);
        StackGraph graph = catalog.graph();
        Set<StackId> below = graph.below(touched);
        Set<StackId> all = new TreeSet<>(touched);
        all.addAll(below);
        print(changed, touched, below, graph.inOrder(all));
        return 0;
    }

    private void print(List<String> changed, Set<StackId> touched, Set<StackId> below, List<StackId> order) {
        ObjectNode json = Json.object();
        json.put("paths", changed.size());
        names(json.putArray("touched"), touched);
        names(json.putArray("downstream"), below);
        names(json.putArray("order"), order);
        root.print(json, () -> {
            List<String> lines = new ArrayList<>();
            order.forEach(s -> lines.add((touched.contains(s) ? "touched     " : "downstream  ") + s));
            lines.forEach(root.terminal().out()::println);
            if (lines.isEmpty()) {
                root.terminal().out().println("no stack: " + changed.size() + " paths changed");
            }
        });
    }

    private static void names(ArrayNode array, Iterable<StackId> stacks) {
        stacks.forEach(s -> array.add(s.value()));
    }
}
