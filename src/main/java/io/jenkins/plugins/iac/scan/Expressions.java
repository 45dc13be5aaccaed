package io.jenkins.plugins.iac.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Ways through the pieces of an expression. */
final class Expressions {
    private static final String CORE = "core::";

    private Expressions() {}

    /**
     * A function call.
     *
     * @param name with namespaces joined by {@code ::}, without {@code core::}, which is another name for no namespace
     */
    record Call(String name, List<List<Node>> arguments, int line) {}

    /** Every call at any depth, in strings and their sequences too. HCL has no other way to call than by name. */
    static void calls(List<Node> nodes, Consumer<Call> consumer) {
        List<Node> plain = withoutNewlines(nodes);
        for (int i = 0; i < plain.size(); i++) {
            if (plain.get(i) instanceof Node.Group group && group.open() == '(') {
                String name = nameBefore(plain, i);
                if (!name.isEmpty()) {
                    consumer.accept(new Call(
                            name.startsWith(CORE) ? name.substring(CORE.length()) : name, split(group), group.line()));
                }
            }
        }
        nested(nodes, inner -> calls(inner, consumer));
    }

    private static String nameBefore(List<Node> nodes, int group) {
        StringBuilder name = new StringBuilder();
        for (int i = group - 1; i >= 0 && nodes.get(i) instanceof Node.Leaf leaf; i--) {
            boolean wanted = (group - i) % 2 != 0
                    ? leaf.token().is(Token.Kind.IDENTIFIER)
                    : leaf.token().isSymbol("::");
            if (!wanted) {
                break;
            }
            name.insert(0, leaf.token().text());
        }
        return name.toString();
    }

    /** Every name that a {@code for} of this expression binds; the word stands first in its bracket or directive. */
    static void bound(List<Node> nodes, Consumer<String> consumer) {
        List<Node> plain = withoutNewlines(nodes);
        if (!plain.isEmpty() && isName(plain.get(0), "for")) {
            for (int i = 1; i < plain.size() && !isName(plain.get(i), "in"); i++) {
                if (plain.get(i) instanceof Node.Leaf leaf && leaf.token().is(Token.Kind.IDENTIFIER)) {
                    consumer.accept(leaf.token().text());
                }
            }
        }
        nested(nodes, inner -> bound(inner, consumer));
    }

    /** Every literal key of every object in this expression. */
    static void keys(List<Node> nodes, Consumer<String> consumer) {
        for (Node node : nodes) {
            if (node instanceof Node.Group group && group.open() == '{') {
                members(group).forEach(member -> Literals.key(member.get(0)).ifPresent(consumer));
            }
        }
        nested(nodes, inner -> keys(inner, consumer));
    }

    /**
     * The names that an expression begins with: {@code aws} of {@code aws.west}, of {@code "aws.west"} and of every value
     * of an object of such.
     */
    static void roots(List<Node> expression, Consumer<String> consumer) {
        if (expression.size() == 1 && expression.get(0) instanceof Node.Group group && group.open() == '{') {
            for (List<Node> member : members(group)) {
                if (member.size() > 2) {
                    roots(member.subList(2, member.size()), consumer);
                }
            }
        } else if (!expression.isEmpty()) {
            Literals.key(expression.get(0)).map(name -> name.split("\\.", 2)[0]).ifPresent(consumer);
        }
    }

    /** What stands between the commas of a bracket; nothing for an empty one and after a last comma. */
    static List<List<Node>> split(Node.Group group) {
        return split(group, false);
    }

    /** What stands between the commas and newlines of an object. */
    static List<List<Node>> members(Node.Group object) {
        return split(object, true);
    }

    private static List<List<Node>> split(Node.Group group, boolean atNewlines) {
        List<List<Node>> items = new ArrayList<>();
        List<Node> item = new ArrayList<>();
        for (Node node : group.nodes()) {
            boolean newline = isNewline(node);
            if (node instanceof Node.Leaf leaf && leaf.token().isSymbol(",") || newline && atNewlines) {
                if (!item.isEmpty()) {
                    items.add(List.copyOf(item));
                    item.clear();
                }
            } else if (!newline) {
                item.add(node);
            }
        }
        if (!item.isEmpty()) {
            items.add(List.copyOf(item));
        }
        return items;
    }

    static boolean isName(Node node, String name) {
        return node instanceof Node.Leaf leaf
                && leaf.token().is(Token.Kind.IDENTIFIER)
                && leaf.token().text().equals(name);
    }

    private static boolean isNewline(Node node) {
        return node instanceof Node.Leaf leaf && leaf.token().is(Token.Kind.NEWLINE);
    }

    private static List<Node> withoutNewlines(List<Node> nodes) {
        return nodes.stream().filter(n -> !isNewline(n)).toList();
    }

    private static void nested(List<Node> nodes, Consumer<List<Node>> consumer) {
        for (Node node : nodes) {
            if (node instanceof Node.Group group) {
                consumer.accept(group.nodes());
            } else if (node instanceof Node.Template template) {
                for (Node.Part part : template.parts()) {
                    if (part instanceof Node.Interpolation interpolation) {
                        consumer.accept(interpolation.nodes());
                    } else if (part instanceof Node.Directive directive) {
                        consumer.accept(directive.nodes());
                    }
                }
            }
        }
    }
}
