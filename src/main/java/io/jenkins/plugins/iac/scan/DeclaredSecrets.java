package io.jenkins.plugins.iac.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a configuration says is secret, as far as it stands there: values of variables declared sensitive or ephemeral
 * (defaults, files of values that the tool reads by itself, values given, arguments of calls), and literals inside {@code
 * sensitive(...)}, in the root module and in every module that it reaches. Nothing is evaluated. For use before a plan tells
 * which values are sensitive; a file that cannot be read adds nothing, since the tool cannot read it either, and neither does
 * one that a path or a link leads to out of the directories that were named. For one thread.
 */
public final class DeclaredSecrets {
    private final Path rootModule;
    private final List<Path> within = new ArrayList<>();
    private final Map<Path, ModuleSecrets> modules = new LinkedHashMap<>();
    private final Map<Path, Map<String, Set<Path>>> installed = new HashMap<>();
    private final Set<String> found = new HashSet<>();
    private final Map<String, Object> given;
    private List<Body> values;

    private DeclaredSecrets(Path rootModule, Map<String, Object> given) {
        this.rootModule = rootModule;
        this.given = given;
    }

    /**
     * Of a configuration none of which has been read yet.
     *
     * @param root of the tree, such as a checkout
     * @param module directory of the root module in it
     * @param given values that the module's variables get from elsewhere: texts, numbers, booleans, lists and maps
     */
    public static DeclaredSecrets of(Path root, Path module, Map<String, Object> given) throws IOException {
        DeclaredSecrets secrets = new DeclaredSecrets(module.toRealPath(), given);
        secrets.within.add(root.toRealPath());
        return secrets;
    }

    /** Texts and numbers, as they are written, in the root module and the modules of its own tree that it reaches. */
    public Set<String> beforeInit() throws IOException {
        return find();
    }

    /**
     * The same with those of the modules that {@code init} downloaded. What was read before is not read again.
     *
     * @param dataDirectory the tool's data directory, where its list of modules and the downloaded ones are
     */
    public Set<String> afterInit(Path dataDirectory) throws IOException {
        within.add(dataDirectory.toRealPath());
        installed(InstalledModules.read(dataDirectory));
        Set<String> all = find();
        // Nobody asks again, and the tool may be at work for hours.
        modules.clear();
        values = null;
        return all;
    }

    /** Which directory a call leads to; keys are paths of calls, and the same directory may have many. */
    private void installed(InstalledModules list) {
        Map<String, Path> directories = new HashMap<>();
        directories.put("", rootModule);
        for (InstalledModules.Module module : list.all()) {
            Path directory = inside(rootModule, module.directory());
            if (!module.key().isEmpty() && directory != null) {
                directories.put(module.key(), directory);
            }
        }
        for (InstalledModules.Module module : list.all()) {
            Path caller = directories.get(module.caller());
            Path directory = directories.get(module.key());
            if (!module.key().isEmpty() && caller != null && directory != null) {
                installed
                        .computeIfAbsent(caller, c -> new HashMap<>())
                        .computeIfAbsent(module.call(), c -> new LinkedHashSet<>())
                        .add(directory);
            }
        }
    }

    /** The directory itself, whatever links lead to it; null where there is none or it is elsewhere. */
    private Path inside(Path from, String path) {
        try {
            Path directory = from.resolve(path).toRealPath();
            return Files.isDirectory(directory) && isWithin(directory) ? directory : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    private boolean isWithin(Path real) {
        return within.stream().anyMatch(real::startsWith);
    }

    /** A call of one module by another, both of which were read. */
    private record Edge(ModuleSecrets caller, ModuleSecrets.Call call, ModuleSecrets called) {}

    private Set<String> find() throws IOException {
        read();
        List<Edge> edges = edges();
        boolean more = true;
        while (more) {
            more = false;
            for (Edge edge : edges) {
                more |= edge.caller().handsOn(edge.call(), edge.called());
            }
        }
        modules.values().forEach(module -> module.literals(found));
        edges.forEach(edge -> edge.caller().arguments(edge.call(), edge.called(), found));
        ModuleSecrets root = modules.get(rootModule);
        values.forEach(file -> root.values(file, found));
        root.given(given, found);
        return Set.copyOf(found);
    }

    private void read() throws IOException {
        if (values == null) {
            values = values();
        }
        Deque<Path> open = new ArrayDeque<>(modules.keySet());
        open.add(rootModule);
        Set<Path> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Path directory = open.poll();
            if (seen.add(directory)) {
                for (ModuleSecrets.Call call : module(directory).calls()) {
                    open.addAll(leadsTo(directory, call));
                }
            }
        }
    }

    private ModuleSecrets module(Path directory) throws IOException {
        ModuleSecrets known = modules.get(directory);
        if (known != null) {
            return known;
        }
        if (modules.size() == ScanLimits.DIRECTORIES) {
            throw new IOException("more than " + ScanLimits.DIRECTORIES + " directories of modules");
        }
        List<Body> bodies = new ArrayList<>();
        for (ConfigurationFile file : ConfigurationFile.of(directory, false)) {
            bodies.add(body(file.path(), file.json()));
        }
        ModuleSecrets module = new ModuleSecrets(bodies);
        modules.put(directory, module);
        return module;
    }

    /** Those that were found last come first: what is secret is handed up, so that a chain of calls takes one round. */
    private List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        modules.forEach((directory, module) -> {
            for (ModuleSecrets.Call call : module.calls()) {
                leadsTo(directory, call).forEach(called -> edges.add(new Edge(module, call, modules.get(called))));
            }
        });
        Collections.reverse(edges);
        return edges;
    }

    private Set<Path> leadsTo(Path caller, ModuleSecrets.Call call) {
        Set<Path> known = installed.getOrDefault(caller, Map.of()).get(call.name());
        if (known != null) {
            return known;
        }
        boolean local = call.source().startsWith("./") || call.source().startsWith("../");
        Path directory = local ? inside(caller, call.source()) : null;
        return directory == null ? Set.of() : Set.of(directory);
    }

    /** The inside of a file; nothing where it cannot be read. */
    private Body body(Path file, boolean json) throws IOException {
        try {
            if (Files.isRegularFile(file) && isWithin(file.toRealPath()) && Files.size(file) <= ScanLimits.FILE_BYTES) {
                byte[] bytes = Files.readAllBytes(file);
                return json ? JsonReader.read(bytes) : HclReader.read(bytes);
            }
        } catch (SyntaxException e) {
            // The scan of the configuration has refused it already, and the tool would.
        }
        return new Body(List.of(), List.of());
    }

    /** The files of values that the tool reads by itself. */
    private List<Body> values() throws IOException {
        List<Body> bodies = new ArrayList<>();
        try (Stream<Path> children = Files.list(rootModule)) {
            for (Path file : (Iterable<Path>) children.filter(VariablesFile::isReadByItself)
                    .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))::iterator) {
                bodies.add(body(file, file.toString().endsWith(".json")));
            }
        }
        return bodies;
    }
}
