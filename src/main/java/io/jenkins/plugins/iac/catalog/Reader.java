package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks a tree against the table of fields and reads its values. Every mistake becomes a finding and reading goes on, so
 * that a person sees all of them at once.
 */
final class Reader {
    /** A name that must exist elsewhere in the document. */
    record Reference(Kind kind, String name, Tree at, Path path) {}

    /** Up to so many items are compared one by one. */
    private static final int FEW = 32;

    private final Findings findings;
    private final Conditions conditions;
    private final Scalars scalars;
    private final List<Reference> references = new ArrayList<>();

    Reader(Findings findings, Conditions conditions) {
        this.findings = findings;
        this.conditions = conditions;
        this.scalars = new Scalars(findings);
    }

    List<Reference> references() {
        return references;
    }

    /** The fields of an object, or null where the tree is no object. */
    Fields record(Shape shape, Tree tree, Path path) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            findings.error(tree, path, kindOf(tree), "a map with the fields " + String.join(", ", shape.names()), "");
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>(mapping.entries().size() * 2);
        for (Tree.Entry entry : mapping.entries()) {
            String name = entry.key().text();
            Shape.Field field = shape.fields().get(name);
            if (field == null) {
                unknown(shape, entry.key(), path.child(name));
                continue;
            }
            if (entry.value() instanceof Tree.Scalar scalar && scalar.isNull()) {
                continue;
            }
            Object value = field.type() instanceof Type.Condition condition
                    ? conditions.read(condition, entry.value(), path.child(name), mapping, findings, references)
                    : value(field.type(), entry.value(), path.child(name));
            if (value != null) {
                values.put(name, value);
            }
        }
        for (Shape.Field field : shape.required()) {
            Tree given = mapping.get(field.name());
            if (given == null || given instanceof Tree.Scalar scalar && scalar.isNull()) {
                findings.error(
                        mapping,
                        path.child(field.name()),
                        Findings.a(shape.name()) + " without " + field.name(),
                        field.doc(),
                        "add " + field.name());
            }
        }
        return new Fields(mapping, path, values);
    }

    private void unknown(Shape shape, Tree.Scalar key, Path path) {
        String hint = shape.hints().get(key.text());
        if (hint == null && key.text().equals("<<")) {
            hint = "merge keys are not read; use scopes for what several stacks share";
        }
        String nearest = Nearest.of(key.text(), shape.names());
        String next = hint != null
                ? hint
                : nearest != null ? "did you mean " + nearest + "?" : "remove it or correct its spelling";
        findings.error(
                key,
                path,
                "the unknown field " + Findings.quote(key.text()) + " of " + Findings.a(shape.name()),
                nearest != null && hint == null ? "" : "one of " + String.join(", ", shape.names()),
                next);
    }

    /** The typed value, or null after an error. */
    Object value(Type type, Tree tree, Path path) {
        if (type instanceof Type.Record record) {
            return record(record.shape(), tree, path);
        }
        if (type instanceof Type.ListOf list) {
            return list(list, tree, path);
        }
        if (type instanceof Type.MapOf map) {
            return map(map, tree, path);
        }
        if (type instanceof Type.Free) {
            return FreeValue.read(
                    tree,
                    number -> findings.error(
                            number,
                            path,
                            number.text(),
                            "a whole number below 2^53, or a decimal of at most 17 digits",
                            "write it in quotes: the tool converts it"));
        }
        if (!(tree instanceof Tree.Scalar scalar)) {
            findings.error(tree, path, kindOf(tree), Scalars.expected(type), "");
            return null;
        }
        Object value = scalars.read(type, scalar, path);
        if (value != null && type instanceof Type.Text text && text.refersTo() != null) {
            references.add(new Reference(text.refersTo(), (String) value, tree, path));
        }
        return value;
    }

    private Object list(Type.ListOf type, Tree tree, Path path) {
        if (!(tree instanceof Tree.Sequence sequence)) {
            findings.error(tree, path, kindOf(tree), "a list", "write [...] or lines that start with '- '");
            return null;
        }
        List<Object> values = new ArrayList<>(sequence.items().size());
        Set<Object> seen = type.unique() && sequence.items().size() > FEW ? new HashSet<>() : null;
        for (int i = 0; i < sequence.items().size(); i++) {
            Tree item = sequence.items().get(i);
            Object value = value(type.item(), item, path.item(i));
            if (value == null) {
                continue;
            }
            if (type.unique() && value instanceof String text && isRepeated(text, values, seen)) {
                findings.error(
                        item, path.item(i), Findings.quote(text) + " twice", "each item once", "remove one of them");
                continue;
            }
            values.add(value);
        }
        if (sequence.items().size() < type.least()) {
            findings.error(tree, path, "an empty list", "at least " + type.least(), "");
        }
        return values;
    }

    private static boolean isRepeated(String value, List<Object> before, Set<Object> seen) {
        return seen == null ? before.contains(value) : !seen.add(value);
    }

    private Object map(Type.MapOf type, Tree tree, Path path) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            findings.error(tree, path, kindOf(tree), "a map", "write {name: value} or lines of name: value");
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Tree.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            Path at = path.child(key);
            if (!type.words().isEmpty() && !type.words().contains(key)) {
                String nearest = Nearest.of(key, type.words());
                findings.error(
                        entry.key(),
                        at,
                        Findings.quote(key),
                        "one of " + String.join(", ", type.words()),
                        nearest == null ? "" : "did you mean " + nearest + "?");
                continue;
            }
            if (!scalars.matches(type.key(), key)) {
                findings.error(entry.key(), at, Findings.quote(key), type.key().expected(), "");
                continue;
            }
            if (SeenText.refuses(entry.key(), at, findings)) {
                continue;
            }
            Object value = value(type.value(), entry.value(), at);
            if (value != null || type.value() instanceof Type.Free) {
                values.put(key, value);
            }
        }
        return values;
    }

    static String kindOf(Tree tree) {
        if (tree instanceof Tree.Mapping) {
            return "a map";
        }
        if (tree instanceof Tree.Sequence) {
            return "a list";
        }
        Tree.Scalar scalar = (Tree.Scalar) tree;
        return scalar.isNull() ? "nothing" : Findings.quote(scalar.text());
    }
}
