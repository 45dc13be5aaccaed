package io.jenkins.plugins.iac.scan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What one module says is secret: names of its variables, and the literals that are their values. */
final class ModuleSecrets {
    private final List<Body> bodies;
    private final Set<String> names = new HashSet<>();
    private final Map<String, List<Node>> locals = new HashMap<>();

    ModuleSecrets(List<Body> bodies) {
        this.bodies = List.copyOf(bodies);
        bodies.stream()
                .flatMap(b -> b.blocks("variable"))
                .filter(v -> isSet(v.body(), "sensitive") || isSet(v.body(), "ephemeral"))
                .forEach(v -> names.add(v.label(0)));
        locals().flatMap(l -> l.attributes().stream()).forEach(a -> locals.put(a.name(), a.expression()));
    }

    private Stream<Body> locals() {
        return bodies.stream().flatMap(b -> b.blocks("locals")).map(Body.Block::body);
    }

    /** What is no literal counts as set. */
    private static boolean isSet(Body variable, String mark) {
        return variable.attribute(mark)
                .filter(a -> !Boolean.FALSE.equals(Literals.value(a.expression())))
                .isPresent();
    }

    boolean isSecret(String variable) {
        return names.contains(variable);
    }

    /** A call of another module. */
    record Call(String name, Body body) {
        /** Where the other module is, as it is written; empty where that is no literal. */
        String source() {
            return body.attribute("source")
                    .flatMap(a -> Literals.text(a.expression()))
                    .orElse("");
        }
    }

    List<Call> calls() {
        return bodies.stream()
                .flatMap(b -> b.blocks("module"))
                .map(b -> new Call(b.label(0), b.body()))
                .toList();
    }

    /**
     * A variable of this module that a call hands on as it is to a secret one, itself or as a local, is secret as well.
     *
     * @return whether that was not known before
     */
    boolean handsOn(Call call, ModuleSecrets called) {
        boolean more = false;
        for (Body.Attribute argument : call.body().attributes()) {
            if (called.isSecret(argument.name())) {
                String variable = named("var", behind(argument.expression()));
                more |= variable != null && names.add(variable);
            }
        }
        return more;
    }

    /** What a local stands for where an expression is {@code local.name} and nothing more, however often; else itself. */
    private List<Node> behind(List<Node> expression) {
        Set<String> seen = new HashSet<>();
        List<Node> at = expression;
        for (String name = named("local", at); locals.containsKey(name) && seen.add(name); name = named("local", at)) {
            at = locals.get(name);
        }
        return at;
    }

    /** The name in {@code var.name} or {@code local.name} and nothing more, or null. */
    private static String named(String what, List<Node> expression) {
        boolean reference = expression.size() == 3
                && Expressions.isName(expression.get(0), what)
                && expression.get(1) instanceof Node.Leaf dot
                && dot.token().isSymbol(".");
        if (reference
                && expression.get(2) instanceof Node.Leaf name
                && name.token().is(Token.Kind.IDENTIFIER)) {
            return name.token().text();
        }
        // In JSON syntax an expression is a template around it.
        return expression.size() == 1
                        && expression.get(0) instanceof Node.Template template
                        && template.parts().size() == 1
                        && template.parts().get(0) instanceof Node.Interpolation inside
                ? named(what, inside.nodes())
                : null;
    }

    /** Literals in what a call gives to secret variables. */
    void arguments(Call call, ModuleSecrets called, Set<String> found) {
        call.body().attributes().stream().filter(a -> called.isSecret(a.name())).forEach(a -> {
            List<Node> value = behind(a.expression());
            texts(value, found);
            String object = named("local", value);
            locals().flatMap(b -> b.blocks(object)).forEach(b -> all(b, found));
        });
        // In JSON syntax a value that is an object has the form of a block.
        call.body().blocks().stream().filter(b -> called.isSecret(b.type())).forEach(b -> all(b, found));
    }

    /** Defaults of secret variables, and literals inside {@code sensitive(...)}. */
    void literals(Set<String> found) {
        bodies.stream()
                .flatMap(b -> b.blocks("variable"))
                .filter(v -> isSecret(v.label(0)))
                .forEach(v -> v.body().attribute("default").ifPresent(a -> texts(a.expression(), found)));
        bodies.forEach(b -> marked(b, found));
    }

    private static void marked(Body body, Set<String> found) {
        body.attributes()
                .forEach(a -> Expressions.calls(a.expression(), call -> {
                    if (call.name().equals("sensitive")) {
                        call.arguments().forEach(argument -> texts(argument, found));
                    }
                }));
        body.blocks().forEach(b -> marked(b.body(), found));
    }

    /** Values that a file gives to secret variables. */
    void values(Body file, Set<String> found) {
        file.attributes().stream().filter(a -> isSecret(a.name())).forEach(a -> texts(a.expression(), found));
        // In JSON a variable may have the name of a block.
        file.blocks().stream().filter(b -> isSecret(b.type())).forEach(b -> all(b, found));
    }

    /** Values that secret variables get from elsewhere. */
    void given(Map<String, Object> values, Set<String> found) {
        List<Object> secret = new ArrayList<>();
        values.forEach((name, value) -> {
            if (isSecret(name)) {
                secret.add(value);
            }
        });
        value(secret, found);
    }

    private static void value(Object value, Set<String> found) {
        if (value instanceof Map<?, ?> map) {
            value(map.keySet(), found);
            value(map.values(), found);
        } else if (value instanceof Collection<?> list) {
            list.stream().filter(Objects::nonNull).forEach(one -> value(one, found));
        } else if (!(value instanceof Boolean)) {
            found.add(value.toString());
        }
    }

    private static void all(Body.Block block, Set<String> found) {
        found.addAll(block.labels());
        block.body().attributes().forEach(a -> {
            found.add(a.name());
            texts(a.expression(), found);
        });
        block.body().blocks().forEach(b -> all(b, found));
    }

    /** Every text and number in an expression, the keys of its objects too. */
    private static void texts(List<Node> nodes, Set<String> found) {
        for (Node node : nodes) {
            if (node instanceof Node.Leaf leaf && leaf.token().is(Token.Kind.NUMBER)) {
                found.add(leaf.token().text());
            } else if (node instanceof Node.Group group) {
                texts(group.nodes(), found);
            } else if (node instanceof Node.Template template) {
                StringBuilder text = new StringBuilder();
                for (Node.Part part : template.parts()) {
                    if (part instanceof Node.Text literal) {
                        text.append(literal.value());
                    } else if (part instanceof Node.Interpolation interpolation) {
                        texts(interpolation.nodes(), found);
                        found.add(text.toString());
                        text.setLength(0);
                    }
                }
                found.add(text.toString());
            }
        }
    }
}
