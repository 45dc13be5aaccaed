package io.jenkins.plugins.iac.scan;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values that stand in an expression as they are, without evaluating anything. */
final class Literals {
    /** Stands for whatever would need evaluation; equal to nothing that a catalog may say. */
    static final Object UNKNOWN = new Object() {
        @Override
        public String toString() {
            return "an expression";
        }
    };

    private Literals() {}

    /** The text of an expression that is one string without template sequences, in NFC as Terraform has its strings. */
    static Optional<String> text(List<Node> expression) {
        return expression.size() == 1 && expression.get(0) instanceof Node.Template template
                ? text(template)
                : Optional.empty();
    }

    private static Optional<String> text(Node.Template template) {
        if (template.form() == Node.Form.HEREDOC) {
            return Optional.empty();
        }
        StringBuilder out = new StringBuilder();
        for (Node.Part part : template.parts()) {
            if (!(part instanceof Node.Text text)) {
                return Optional.empty();
            }
            out.append(text.value());
        }
        return Optional.of(Normalizer.normalize(out, Normalizer.Form.NFC));
    }

    /**
     * A string, {@link Boolean}, number (as its text), list, map (in order), null for {@code null}, or {@link #UNKNOWN}.
     */
    static Object value(List<Node> expression) {
        Optional<String> text = text(expression);
        if (text.isPresent()) {
            return text.get();
        }
        if (expression.size() == 1 && expression.get(0) instanceof Node.Leaf leaf) {
            return scalar(leaf.token(), "");
        }
        if (expression.size() == 2
                && expression.get(0) instanceof Node.Leaf sign
                && sign.token().isSymbol("-")
                && expression.get(1) instanceof Node.Leaf number
                && number.token().is(Token.Kind.NUMBER)) {
            return scalar(number.token(), "-");
        }
        if (expression.size() == 1 && expression.get(0) instanceof Node.Group group) {
            return switch (group.open()) {
                case '[' -> list(group);
                case '{' -> members(group).<Object>map(m -> m).orElse(UNKNOWN);
                default -> UNKNOWN;
            };
        }
        return UNKNOWN;
    }

    private static Object scalar(Token token, String sign) {
        if (token.is(Token.Kind.NUMBER)) {
            return sign + token.text();
        }
        return switch (token.text()) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            case "null" -> null;
            default -> UNKNOWN;
        };
    }

    private static Object list(Node.Group group) {
        List<Object> items = new ArrayList<>();
        for (List<Node> item : Expressions.split(group)) {
            Object value = value(item);
            if (value == UNKNOWN) {
                return UNKNOWN;
            }
            items.add(value);
        }
        return items;
    }

    /** The members of an object with literal keys; values may be {@link #UNKNOWN}. */
    static Optional<Map<String, Object>> members(Node.Group object) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (List<Node> member : Expressions.members(object)) {
            Optional<String> key = member.size() >= 3
                            && member.get(1) instanceof Node.Leaf leaf
                            && (leaf.token().isSymbol("=") || leaf.token().isSymbol(":"))
                    ? key(member.get(0))
                    : Optional.empty();
            if (key.isEmpty() || members.containsKey(key.get())) {
                return Optional.empty();
            }
            members.put(key.get(), value(member.subList(2, member.size())));
        }
        return Optional.of(members);
    }

    /** The name that a node stands for as the key of an object. */
    static Optional<String> key(Node node) {
        if (node instanceof Node.Leaf leaf && leaf.token().is(Token.Kind.IDENTIFIER)) {
            return Optional.of(leaf.token().text());
        }
        return node instanceof Node.Template template ? text(template) : Optional.empty();
    }
}
