package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.policy.Conjunction;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads a file of assertions, checked like a catalog: all errors at once, each with its place.
 *
 * @param assertions what the file says, in its order; empty where there are errors
 * @param errors everything that is wrong, by position
 */
public record Assertions(List<Assertion> assertions, List<Finding> errors) {
    private static final Type CONDITION = new Type.Condition(Vocabulary.REACH);
    private static final Type SENTENCE = new Type.Text(Grammar.SENTENCE, null);
    private static final Shape ASSERTION = Shape.of("assertion", "something that must hold of every path")
            .must("name", SENTENCE, "what it says, for people; unique")
            .may("deny", CONDITION, "CEL condition that no path may meet")
            .may("when", CONDITION, "CEL condition: which paths it speaks of; all where absent")
            .may("require", CONDITION, "CEL condition that must hold of these paths")
            .may("message", SENTENCE, "what a violation means")
            .build();
    private static final Shape FILE = Shape.of("file", "assertions over a catalog")
            .must("assertions", new Type.ListOf(new Type.Record(ASSERTION), 1, false), "the assertions")
            .build();

    public Assertions {
        assertions = List.copyOf(assertions);
        errors = List.copyOf(errors);
    }

    /**
     * Reads a file.
     *
     * @param catalog what will be held against it: a name that it does not have is an error
     * @throws IacException of kind bad input if it cannot be read
     */
    public static Assertions load(java.nio.file.Path file, Catalog catalog) {
        return load(CatalogLoader.text(file), catalog);
    }

    /**
     * Reads a file, for no catalog in particular.
     *
     * @throws IacException of kind bad input if it cannot be read
     */
    public static Assertions load(java.nio.file.Path file) {
        return load(CatalogLoader.text(file), null);
    }

    /** Reads text, for no catalog in particular. */
    public static Assertions load(String text) {
        return load(text, null);
    }

    /** Reads text. */
    static Assertions load(String text, Catalog catalog) {
        Findings findings = new Findings();
        if (text.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
            findings.error(1, 1, Path.ROOT, "found an empty file, expected assertions; start with 'assertions:'");
            return new Assertions(List.of(), findings.errors());
        }
        Tree tree = YamlTree.read(text, findings);
        if (tree == null) {
            return new Assertions(List.of(), findings.errors());
        }
        Conditions conditions = new Conditions(text);
        Fields root = new Reader(findings, conditions).record(FILE, tree, Path.ROOT);
        List<Assertion> assertions = new ArrayList<>();
        if (root != null) {
            new References(findings).unique("assertion", "name", root.records("assertions"), new HashMap<>());
            for (Fields fields : root.records("assertions")) {
                checkForm(fields, findings);
                if (catalog != null) {
                    NameChecks names = new NameChecks(catalog, conditions);
                    List.of("deny", "when", "require")
                            .forEach(field -> names.of(fields, field, Vocabulary.REACH, findings::error));
                }
                assertions.add(new Assertion(
                        fields.text("name"),
                        compiled(conditions, fields.text(fields.has("deny") ? "deny" : "when")),
                        fields.has("deny") ? null : compiled(conditions, fields.text("require")),
                        fields.text("message", ""),
                        fields.has("deny") ? Conjunction.allButLast(fields.text("deny"), Vocabulary.REACH) : null));
            }
        }
        return new Assertions(findings.hasErrors() ? List.of() : assertions, findings.errors());
    }

    private static void checkForm(Fields fields, Findings findings) {
        boolean deny = fields.tree().get("deny") != null;
        boolean other = fields.tree().get("when") != null || fields.tree().get("require") != null;
        if (deny == other || other && fields.tree().get("require") == null) {
            findings.error(
                    fields.tree(),
                    fields.path(),
                    deny ? "deny together with when or require" : "neither deny nor require",
                    "either deny, or require with or without when",
                    "say what may not be, or what must be");
        }
    }

    private static Expression compiled(Conditions conditions, String text) {
        return text == null ? null : conditions.compiled().get(Vocabulary.REACH).get(text);
    }

    /**
     * The assertions.
     *
     * @throws IacException of kind bad input with all errors
     */
    public List<Assertion> orThrow(String name) {
        if (errors.isEmpty()) {
            return assertions;
        }
        throw IacException.badInput(
                "reading the assertions",
                name,
                (errors.size() == 1 ? "an error" : errors.size() + " errors")
                        + errors.stream().map(e -> "\n  " + e).collect(Collectors.joining()),
                "",
                "correct the file");
    }
}
