package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Files that must not be in a repository, because the tool would obey them: what it downloads and executes, its own
 * configuration, state, values that overrule the catalog's, and links out of the tree. Each of {@link Rule} becomes one
 * condition, with one condition underneath for each file that breaks it.
 */
public final class Hygiene {
    /** What is looked for; the id ({@code scan.state}) is stable. */
    public enum Rule {
        PLUGIN_DIRECTORY(
                "scan.plugin-directory",
                "no .terraform and no terraform.d",
                "providers and modules come from init, never from the repository; remove the directory and ignore it"),
        CLI_CONFIGURATION(
                "scan.cli-configuration",
                "no configuration of the command line tool",
                "the configuration of the tool comes from the pool; remove the file"),
        STATE(
                "scan.state",
                "no state",
                "state belongs to the backend and may hold secrets; remove the file from the repository and its history"),
        VARIABLES(
                "scan.variables",
                "no value for a variable that the catalog sets",
                "the catalog's value would be overruled; remove it from the file or from the catalog"),
        LINK("scan.link", "links that stay in the checkout", "remove the link"),
        SPECIAL_FILE("scan.special-file", "files, directories and links only", "remove the file");

        private final String id;
        private final String expected;
        private final String advice;

        Rule(String id, String expected, String advice) {
            this.id = id;
            this.expected = expected;
            this.advice = advice;
        }

        public String id() {
            return id;
        }
    }

    private static final Set<String> PLUGIN_DIRECTORIES = Set.of(".terraform", "terraform.d", ".terraform.d");
    private static final Set<String> CLI_FILES =
            Set.of(".terraformrc", "terraform.rc", ".tofurc", "tofu.rc", "credentials.tfrc.json");

    private final Path root;
    private final Map<Rule, TreeSet<Broken>> broken = new EnumMap<>(Rule.class);

    private record Broken(String file, String why) implements Comparable<Broken> {
        @Override
        public int compareTo(Broken other) {
            int byFile = file.compareTo(other.file);
            return byFile != 0 ? byFile : why.compareTo(other.why);
        }
    }

    private Hygiene(Path root) {
        this.root = root;
        for (Rule rule : Rule.values()) {
            broken.put(rule, new TreeSet<>());
        }
    }

    /**
     * Looks through the directories of a stack.
     *
     * @param root root of the checkout
     * @param directory the stack's directory, relative to the root; values of variables are looked for here alone
     * @param modules directories of local modules, relative to the root
     * @param catalogVariables names of the variables that the catalog or a context sets
     * @return one condition for each {@link Rule}, in that order
     * @throws IacException of kind TOOL_FAILED if a directory cannot be read
     */
    public static List<Condition> check(
            Path root, String directory, Collection<String> modules, Set<String> catalogVariables) {
        try {
            Hygiene hygiene = new Hygiene(root.toRealPath());
            for (String each : Stream.concat(Stream.of(directory), modules.stream())
                    .distinct()
                    .toList()) {
                hygiene.walk(hygiene.root.resolve(each).normalize());
            }
            hygiene.variables(hygiene.root.resolve(directory).normalize(), catalogVariables);
            return Stream.of(Rule.values()).map(hygiene::condition).toList();
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "looking through the checkout",
                    directory,
                    e.toString(),
                    "files that can be read",
                    "check the disk");
        }
    }

    private void walk(Path start) throws IOException {
        // the path to the directory may itself go through links
        for (Path part = start; part != null && part.startsWith(root) && !part.equals(root); part = part.getParent()) {
            if (Files.isSymbolicLink(part)) {
                link(part);
            }
        }
        if (!leadsInside(start)) {
            breaks(Rule.LINK, start, "is outside of the checkout");
            return;
        }
        Files.walkFileTree(start.toRealPath(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                name(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                name(file);
                if (attributes.isSymbolicLink()) {
                    link(file);
                } else if (attributes.isOther()) {
                    breaks(Rule.SPECIAL_FILE, file, "is a device, socket or pipe");
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void name(Path path) {
        String name = nameOf(path);
        if (PLUGIN_DIRECTORIES.contains(name)) {
            breaks(Rule.PLUGIN_DIRECTORY, path, "is committed");
        } else if (CLI_FILES.contains(name) || name.endsWith(".tfrc")) {
            breaks(Rule.CLI_CONFIGURATION, path, "is committed");
        } else if (name.startsWith("terraform.tfstate")
                || name.endsWith(".tfstate")
                || name.endsWith(".tfstate.backup")) {
            breaks(Rule.STATE, path, "is committed");
        }
    }

    private static String nameOf(Path path) {
        return Objects.toString(path.getFileName(), "");
    }

    private void link(Path link) throws IOException {
        Path target = Files.readSymbolicLink(link);
        boolean inside = Files.exists(link)
                ? leadsInside(link)
                : !target.isAbsolute()
                        && link.resolveSibling(target).normalize().startsWith(root);
        if (!inside) {
            breaks(Rule.LINK, link, "leads out of the checkout");
        }
    }

    private boolean leadsInside(Path path) throws IOException {
        return path.startsWith(root) && path.toRealPath().startsWith(root);
    }

    private void variables(Path directory, Set<String> catalogVariables) throws IOException {
        List<Path> files;
        try (Stream<Path> children = Files.list(directory)) {
            files = children.filter(VariablesFile::isReadByItself).sorted().toList();
        }
        for (Path file : files) {
            if (!leadsInside(file) || !Files.isRegularFile(file)) {
                breaks(Rule.VARIABLES, file, "is no file of the checkout");
                continue;
            }
            try {
                VariablesFile.names(file).stream()
                        .filter(catalogVariables::contains)
                        .forEach(name -> breaks(Rule.VARIABLES, file, "sets " + name));
            } catch (SyntaxException e) {
                breaks(Rule.VARIABLES, file, "cannot be read: line " + e.line() + ", " + e.getMessage());
            }
        }
    }

    private void breaks(Rule rule, Path path, String why) {
        String name = path.startsWith(root) ? root.relativize(path).toString() : path.toString();
        broken.get(rule).add(new Broken(Scan.printable(name), why));
    }

    private Condition condition(Rule rule) {
        List<Condition> because = new ArrayList<>();
        for (Broken one : broken.get(rule)) {
            because.add(Condition.failed(rule.id, rule.expected, one.file() + " " + one.why(), rule.advice));
        }
        String found = because.isEmpty()
                ? "none"
                : because.size() + " such as " + because.get(0).found();
        return Condition.all(rule.id, rule.expected, found, rule.advice, because);
    }
}
