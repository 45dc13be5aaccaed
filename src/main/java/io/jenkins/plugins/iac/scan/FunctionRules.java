package io.jenkins.plugins.iac.scan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

/**
 * Functions that read files. Their path must be a literal inside the checkout, by itself (then it counts from the
 * directory in which the tool runs, the root module) or behind {@code path.module} or {@code path.root}. A name that is
 * computed, or could mean something else because {@code path} is bound again, is refused.
 */
final class FunctionRules {
    private static final Set<String> OTHERS = Set.of("templatefile", "abspath", "pathexpand");

    private final SourceTree tree;
    private final Path rootModule;
    /** Gets every call that is allowed, with the path that it reads. */
    private final BiConsumer<Expressions.Call, Path> reads;

    FunctionRules(SourceTree tree, Path rootModule, BiConsumer<Expressions.Call, Path> reads) {
        this.tree = tree;
        this.rootModule = rootModule;
        this.reads = reads;
    }

    /**
     * Reports every call in an expression that is not allowed.
     *
     * @param module directory that {@code path.module} means, or null where {@code path} means nothing certain
     * @param byPath gets the line of each call that is allowed for its {@code path.module} or {@code path.root}
     */
    void check(List<Node> expression, Path module, IntConsumer byPath, BiConsumer<Integer, String> report) {
        Expressions.calls(expression, call -> {
            String name = call.name();
            if (name.equals("templatestring")) {
                report.accept(call.line(), "templatestring renders a template that is computed; use templatefile");
            } else if (name.startsWith("file") || OTHERS.contains(name)) {
                Optional<Path> path = path(call, module);
                path.ifPresentOrElse(p -> reads.accept(call, p), () -> report.accept(call.line(), wrong(call)));
                if (path.isPresent() && startsWithPath(call.arguments().get(0))) {
                    byPath.accept(call.line());
                }
            }
        });
    }

    private static boolean startsWithPath(List<Node> argument) {
        return argument.size() > 1
                || !(argument.get(0) instanceof Node.Template template)
                || template.parts().get(0) instanceof Node.Interpolation;
    }

    private static String wrong(Expressions.Call call) {
        return call.name()
                + " may only have a literal path inside the checkout, alone or behind path.module or path.root"
                + (call.name().equals("fileset") ? ", and a literal pattern without '..'" : "");
    }

    private Optional<Path> path(Expressions.Call call, Path module) {
        if (call.arguments().isEmpty() || call.name().equals("fileset") && !isPlainPattern(call.arguments())) {
            return Optional.empty();
        }
        List<Node> argument = call.arguments().get(0);
        Optional<Path> alone = prefix(argument, module);
        if (alone.isPresent()) {
            return tree.inside(alone.get(), "");
        }
        if (argument.size() != 1
                || !(argument.get(0) instanceof Node.Template template)
                || template.form() == Node.Form.HEREDOC) {
            return Optional.empty();
        }
        List<Node.Part> parts = template.parts();
        if (parts.size() == 1 && parts.get(0) instanceof Node.Text text) {
            return isRelative(text.value()) ? tree.inside(rootModule, text.value()) : Optional.empty();
        }
        Optional<Path> base = !parts.isEmpty() && parts.get(0) instanceof Node.Interpolation first
                ? prefix(first.nodes(), module)
                : Optional.empty();
        if (base.isEmpty() || parts.size() > 2) {
            return Optional.empty();
        }
        if (parts.size() == 1) {
            return tree.inside(base.get(), "");
        }
        return parts.get(1) instanceof Node.Text text && text.value().startsWith("/") && isPlain(text.value())
                ? tree.inside(base.get(), "." + text.value())
                : Optional.empty();
    }

    /** {@code path.module} and {@code path.root}; {@code path.cwd} is for the machine to know. */
    private Optional<Path> prefix(List<Node> nodes, Path module) {
        boolean isPath = module != null
                && nodes.size() == 3
                && Expressions.isName(nodes.get(0), "path")
                && nodes.get(1) instanceof Node.Leaf dot
                && dot.token().isSymbol(".");
        if (isPath && Expressions.isName(nodes.get(2), "module")) {
            return Optional.of(module);
        }
        return isPath && Expressions.isName(nodes.get(2), "root") ? Optional.of(rootModule) : Optional.empty();
    }

    private static boolean isPlainPattern(List<List<Node>> arguments) {
        return arguments.size() == 2
                && Literals.text(arguments.get(1))
                        .filter(p -> isPlain(p) && !p.startsWith("/") && !p.contains(".."))
                        .isPresent();
    }

    /** The tool expands a tilde at the start to a home directory. */
    private static boolean isRelative(String path) {
        return !path.isEmpty() && !path.startsWith("/") && !path.startsWith("~") && isPlain(path);
    }

    private static boolean isPlain(String path) {
        return path.indexOf('\0') < 0 && path.indexOf('\\') < 0;
    }
}
