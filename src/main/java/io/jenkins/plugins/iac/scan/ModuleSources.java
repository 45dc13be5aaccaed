package io.jenkins.plugins.iac.scan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where modules may come from. */
final class ModuleSources {
    /** A subdirectory and a revision behind an allowed source; nothing that a downloader could take for an option. */
    private static final Pattern REST = Pattern.compile(
            "(?://[A-Za-z0-9_][A-Za-z0-9._/-]*)?" + "(?:\\?ref=[A-Za-z0-9_][A-Za-z0-9._/+-]*(?:&depth=[0-9]+)?)?");

    private final SourceTree tree;
    private final Path stack;
    private final List<String> allowed;

    ModuleSources(SourceTree tree, Path stack, List<String> allowed) {
        this.tree = tree;
        this.stack = stack;
        this.allowed = allowed;
    }

    static boolean isLocal(String source) {
        return source.startsWith("./") || source.startsWith("../");
    }

    /** The directory of a local module, or nothing where that is outside of the checkout. */
    Optional<Path> local(Path caller, String source) {
        return source.indexOf('\\') < 0 && source.indexOf('\0') < 0 ? tree.inside(caller, source) : Optional.empty();
    }

    boolean allowsLocal(Path module) {
        if (allowed.isEmpty()) {
            return module.startsWith(stack);
        }
        return allowed.stream()
                .filter(a -> a.startsWith("./"))
                .map(a -> tree.root().resolve(a).normalize())
                .anyMatch(module::startsWith);
    }

    boolean allowsRemote(String source) {
        return allowed.stream()
                .filter(a -> !a.startsWith("./") && !a.isEmpty())
                .anyMatch(a -> source.startsWith(a)
                        && !source.contains("..")
                        && REST.matcher(rest(a, source)).matches());
    }

    /** Behind an allowed source that ends with a slash anything plain may follow; behind another one only {@code //}. */
    private static String rest(String allowed, String source) {
        String rest = source.substring(allowed.length());
        return allowed.endsWith("/") && !rest.isEmpty() ? "//" + rest : rest;
    }
}
