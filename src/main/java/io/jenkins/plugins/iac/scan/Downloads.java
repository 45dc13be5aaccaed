package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.model.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What {@code init} has downloaded, before the tool starts any of it: providers are programs, and a module from elsewhere may
 * ask for others than the checkout does, or call modules of its own. Only looks at files.
 */
public final class Downloads {
    /** A backend in a module means nothing, and which providers it asks for is seen better in what was installed. */
    private static final Set<ScanRule> RULES = Set.of(ScanRule.SYNTAX, ScanRule.MODULE);

    private static final int MAX_PROVIDERS = 1_000;

    private final Path data;
    private final ScanPolicy policy;
    private final List<Condition> because = new ArrayList<>();

    private Downloads(Path data, ScanPolicy policy) {
        this.data = data;
        this.policy = policy;
    }

    /**
     * Holds what was downloaded against the allow-lists of a policy.
     *
     * @param dataDirectory the tool's data directory ({@code TF_DATA_DIR}) after {@code init}
     * @return one condition {@code downloads}, with one for each provider or module that is not allowed underneath
     * @throws IOException if the directory cannot be read: nothing is allowed then
     */
    public static Condition check(Path dataDirectory, ScanPolicy policy) throws IOException {
        Downloads downloads = new Downloads(dataDirectory.toRealPath(), policy);
        downloads.providers();
        downloads.modules();
        return Condition.all(
                "downloads",
                "providers and modules that the catalog allows",
                downloads.because.isEmpty() ? "nothing else" : downloads.because.size() + " findings",
                "add it to 'providers' or 'modules' of the stack, or change the module that asks for it",
                downloads.because);
    }

    /** The tool keeps a provider in {@code providers/host/namespace/type}. */
    private void providers() throws IOException {
        Set<String> allowed = Scan.allowedProviders(policy);
        Path providers = data.resolve("providers");
        int count = 0;
        for (Path host : children(providers)) {
            for (Path namespace : children(host)) {
                for (Path type : children(namespace)) {
                    String address = providers.relativize(type).toString();
                    if (++count > MAX_PROVIDERS || !allowed.contains(address)) {
                        because.add(Condition.failed(
                                ScanRule.PROVIDER.id(),
                                "one of " + new TreeSet<>(allowed),
                                Scan.printable(address),
                                "a module or the state asks for a provider that is not allowed"));
                    }
                }
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }

    /** The tool names it by the path of its data directory as that was given, which may lead over links. */
    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            return directory.normalize();
        }
    }

    /** The root, or a path relative to who calls it. */
    private static boolean isLocal(String source) {
        return source.isEmpty() || source.startsWith("./") || source.startsWith("../");
    }

    /** What a downloaded module calls: its own directories, or what the list names. */
    private void modules() throws IOException {
        Path modules = data.resolve("modules");
        Set<Path> directories = new TreeSet<>();
        for (InstalledModules.Module module : InstalledModules.read(data).all()) {
            String stated = module.directory();
            Path directory = Path.of(stated);
            if (directory.isAbsolute()) {
                directory = real(directory);
            } else if (isLocal(module.source())) {
                // One of the checkout, which was scanned as part of it.
                continue;
            }
            if (directory.startsWith(modules) && !directory.equals(modules)) {
                directories.add(directory);
            } else {
                because.add(Condition.failed(
                        ScanRule.MODULE.id(),
                        "a module in " + modules,
                        Scan.printable(stated),
                        "a module that the tool put elsewhere was not looked at"));
            }
        }
        List<String> sources = new ArrayList<>(policy.modules());
        sources.add("./");
        ScanPolicy inside = new ScanPolicy(RULES, policy.registry(), policy.providers(), sources, null);
        for (Path directory : directories) {
            Path packageRoot = modules.resolve(modules.relativize(directory).getName(0));
            String within = packageRoot.relativize(directory).toString();
            ConfigurationScan.scanModule(packageRoot, within.isEmpty() ? "." : within, inside).findings().stream()
                    .map(f -> Condition.failed(
                            f.rule().id(),
                            "",
                            Scan.printable(packageRoot.getFileName() + "/" + f.file()) + ":" + f.line(),
                            f.message()))
                    .filter(c -> !because.contains(c))
                    .forEach(because::add);
        }
    }
}
