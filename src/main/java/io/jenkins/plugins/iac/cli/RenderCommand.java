package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Nearest;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.render.PoolManifests;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code render}: what others have to be told of the catalog, in their own words. */
@Command(
        name = "render",
        header = "Prints what a cluster needs for a pool.",
        subcommands = RenderCommand.Kubernetes.class)
final class RenderCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "render what? There is: kubernetes");
    }

    /** {@code render kubernetes}: manifests of a pool whose agents are pods. */
    @Command(
            name = "kubernetes",
            header = "Prints the manifests of a pool whose agents are pods.",
            description = {
                "",
                "Namespace with pod security labels, service account, network policies, quota and pod template, as YAML"
                        + " that kubectl apply takes; with --format json as one List. The same catalog gives the same"
                        + " output."
            })
    static final class Kubernetes implements Callable<Integer> {
        @ParentCommand
        private RenderCommand parent;

        @Option(names = "--pool", required = true, paramLabel = "POOL", description = "name of the pool")
        private String name;

        @Option(
                names = "--pod",
                description = "only the pod, for the field \"Raw YAML for the Pod\" of Jenkins' pod template")
        private boolean pod;

        @Override
        public Integer call() {
            RootCommand root = parent.root;
            Catalog catalog = CatalogLoader.load(root.catalogFile()).orThrow();
            PoolManifests manifests = new PoolManifests(pool(catalog));
            if (root.isJson() && !pod) {
                root.terminal().out().println(Json.write(manifests.json()));
            } else {
                root.terminal().out().print(pod ? manifests.podYaml() : manifests.yaml());
            }
            root.terminal().out().flush();
            return 0;
        }

        private Pool pool(Catalog catalog) {
            return catalog.pool(name).orElseThrow(() -> {
                var names = catalog.pools().stream().map(Pool::name).toList();
                String nearest = Nearest.of(name, names);
                return IacException.badInput(
                        "rendering manifests",
                        "the catalog",
                        "no pool " + name,
                        "one of " + String.join(", ", names),
                        nearest == null ? "correct --pool" : "did you mean " + nearest + "?");
            });
        }
    }
}
