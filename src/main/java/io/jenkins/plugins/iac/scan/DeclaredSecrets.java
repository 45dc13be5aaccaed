package io.jenkins.plugins.iac.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a module says is secret, as far as it stands there: values of variables declared sensitive or ephemeral (defaults,
 * files of values that the tool reads by itself, values given), and literals inside {@code sensitive(...)}. Nothing is
 * evaluated. For use before a plan tells which values are sensitive; a file that cannot be read adds nothing, since the
 * tool cannot read it either.
 */
public final class DeclaredSecrets {
    private final Path module;
    private final Set<String> names = new HashSet<>();
    private final Set<String> found = new HashSet<>();

    private DeclaredSecrets(Path module) {
        this.module = module;
    }

    /**
     * Texts and numbers, as they are written.
     *
     * @param module directory of the module
     * @param given values that the module's variables get from elsewhere: texts, numbers, booleans, lists and maps
     */
    public static Set<String> of(Path module, Map<String, Object> given) throws IOException {
        DeclaredSecrets secrets = new DeclaredSecrets(module);
        List<Body> bodies = new ArrayList<>();
        for (ConfigurationFile file : ConfigurationFile.of(module, false)) {
            bodies.add(body(file.path(), file.json()));
        }
        bodies.forEach(secrets::declared);
        bodies.forEach(secrets::defaults);
        bodies.forEach(secrets::calls);
        secrets.files();
        given.forEach((name, value) -> {
            if (secrets.names.contains(name)) {
                secrets.value(value);
            }
        });
        return Set.copyOf(secrets.found);
    }

    /** The inside of a file; nothing where it cannot be read. */
    private static Body body(Path file, boolean json) throws IOException {
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= ScanLimits.FILE_BYTES) {
                byte[] bytes = Files.readAllBytes(file);
                return json ? JsonReader.read(bytes) : HclReader.read(bytes);
            }
        } catch (SyntaxException e) {
            // The scan of the configuration has refused it already, and the tool would.
        }
        return new Body(List.of(), List.of());
    }

    private void declared(Body body) {
        body.blocks("variable")
                .filter(v -> isSet(v.body(), "sensitive") || isSet(v.body(), "ephemeral"))
                .forEach(v -> names.add(v.label(0)));
    }

    /** What is no literal counts as set. */
    private static boolean isSet(Body variable, String mark) {
        return variable.attribute(mark)
                .filter(a -> !Boolean.FALSE.equals(Literals.value(a.expression())))
                .isPresent();
    }

    private void defaults(Body body) {
        body.blocks("variable")
                .filter(v -> names.contains(v.label(0)))
                .forEach(v -> v.body().attribute("default").ifPresent(a -> texts(a.expression())));
    }

    private void calls(Body body) {
        body.attributes()
                .forEach(a -> Expressions.calls(a.expression(), call -> {
                    if (call.name().equals("sensitive")) {
                        call.arguments().forEach(this::texts);
                    }
                }));
        body.blocks().forEach(b -> calls(b.body()));
    }

    private void files() throws IOException {
        List<Path> files;
        try (Stream<Path> children = Files.list(module)) {
            files = children.filter(VariablesFile::isReadByItself)
                    .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path file : files) {
            Body body = body(file, file.toString().endsWith(".json"));
            body.attributes().stream().filter(a -> names.contains(a.name())).forEach(a -> texts(a.expression()));
            // In JSON a variable may have the name of a block.
            body.blocks().stream().filter(b -> names.contains(b.type())).forEach(this::all);
        }
    }

    private void all(Body.Block block) {
        found.addAll(block.labels());
        block.body().attributes().forEach(a -> {
            found.add(a.name());
            texts(a.expression());
        });
        block.body().blocks().forEach(this::all);
    }

    /** Every text and number in an expression, the keys of its objects too. */
    private void texts(List<Node> nodes) {
        for (Node node : nodes) {
            if (node instanceof Node.Leaf leaf && leaf.token().is(Token.Kind.NUMBER)) {
                found.add(leaf.token().text());
            } else if (node instanceof Node.Group group) {
                texts(group.nodes());
            } else if (node instanceof Node.Template template) {
                StringBuilder text = new StringBuilder();
                for (Node.Part part : template.parts()) {
                    if (part instanceof Node.Text literal) {
                        text.append(literal.value());
                    } else if (part instanceof Node.Interpolation interpolation) {
                        texts(interpolation.nodes());
                        found.add(text.toString());
                        text.setLength(0);
                    }
                }
                found.add(text.toString());
            }
        }
    }

    private void value(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inside) -> {
                value(key);
                value(inside);
            });
        } else if (value instanceof Collection<?> list) {
            list.forEach(this::value);
        } else if (value != null && !(value instanceof Boolean)) {
            found.add(value.toString());
        }
    }
}
