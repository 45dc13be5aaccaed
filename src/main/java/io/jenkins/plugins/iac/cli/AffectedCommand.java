package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.catalog.StackGraph;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.RepositoryUrl;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.run.ChangedCode;
import io.jenkins.plugins.iac.scan.TouchedStacks;
import io.jenkins.plugins.iac.scan.TouchedStacks.Code;
import io.jenkins.plugins.iac.source.LocalClone;
import io.jenkins.plugins.iac.worker.TouchedByCommit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
            "A stack is touched by a path in its directory, in a module of the repository that it reaches, by a path or",
            "by the repository's address, or among the files that its functions read. A module that is called by a",
            "commit, by a tag of the clone or, with --branch, by another ref is not touched. Where that cannot be told,",
            "every change touches the stack: a plan too many does no harm. With --repository, commits of a repository",
            "of modules touch the stacks that may use it. Reads the commits from a clone; what is edited in its working",
            "tree has no effect.",
            "",
            "Example: iac-runners affected --dir . --from origin/main --to HEAD --format json"
        })
final class AffectedCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "a clone of the stacks' repository, or of one of modules")
    private Path directory;

    @Option(names = "--from", required = true, paramLabel = "COMMIT", description = "the commit before the change")
    private String from;

    @Option(names = "--to", required = true, paramLabel = "COMMIT", description = "the commit after it")
    private String to;

    @Option(
            names = "--repository",
            paramLabel = "URL",
            description = "address of the clone's repository, of stacks or of modules (default: it has all stacks)")
    private String repository;

    @Option(
            names = "--branch",
            paramLabel = "NAME",
            description = "the branch of the commits: whoever calls a module by another ref is not touched")
    private String branch;

    @Option(
            names = "--code",
            paramLabel = "DIR",
            description =
                    "where --dir is a repository of modules: a clone of the repository of the stacks that use them")
    private Path code;

    @Override
    public Integer call() {
        Catalog catalog = CatalogLoader.load(root.catalogFile()).orThrow();
        LocalProcessRunner runner = new LocalProcessRunner();
        Path git = LocalSource.git();
        LocalClone clone = LocalClone.of(directory, git, runner, "--dir " + directory);
        String before = clone.commit(from, "--from");
        String after = clone.commit(to, "--to");
        List<String> changed = clone.changed(before, after);
        ChangedCode stacks = ChangedCode.of(catalog, repository);
        SortedMap<StackId, String> touched =
                TouchedByCommit.of(clone, git, runner, after, branch, stacks.own(), changed);
        Map<StackId, Code> known = new TreeMap<>();
        if (code != null) {
            LocalClone users = LocalClone.of(code, git, runner, "--code " + code);
            known.putAll(stacks.users());
            users.origin().ifPresent(url -> known.keySet().removeIf(s -> !isOf(catalog, s, url)));
            touched.putAll(TouchedByCommit.elsewhere(clone, git, runner, after, branch, known, changed, users));
        }
        if (!changed.isEmpty()) {
            Map<StackId, Code> unknown = new TreeMap<>(stacks.users());
            unknown.keySet().removeAll(known.keySet());
            touched.putAll(TouchedStacks.unknown(unknown));
        }
        StackGraph graph = catalog.graph();
        Set<StackId> below = graph.below(touched.keySet());
        Set<StackId> all = new TreeSet<>(touched.keySet());
        all.addAll(below);
        print(changed, touched, below, graph.inOrder(all));
        return 0;
    }

    private static boolean isOf(Catalog catalog, StackId stack, String url) {
        return catalog.stack(stack)
                .filter(s -> RepositoryUrl.same(s.repository(), url))
                .isPresent();
    }

    private void print(List<String> changed, Map<StackId, String> touched, Set<StackId> below, List<StackId> order) {
        ObjectNode json = Json.object();
        json.put("paths", changed.size());
        names(json.putArray("touched"), touched.keySet());
        names(json.putArray("downstream"), below);
        names(json.putArray("order"), order);
        ObjectNode reasons = json.putObject("reasons");
        touched.forEach((stack, why) -> reasons.put(stack.value(), why));
        root.print(json, () -> {
            List<String> lines = new ArrayList<>();
            order.forEach(s -> lines.add(
                    touched.containsKey(s) ? "touched     " + s + ": " + touched.get(s) : "downstream  " + s));
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
