package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.policy.Compilation;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Issue;
import io.jenkins.plugins.iac.policy.TaskName;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compiles every condition of a document once and says where in the file the ones that do not compile are wrong. */
final class Conditions {
    private final Map<Vocabulary, Map<String, Expression>> compiled = new EnumMap<>(Vocabulary.class);
    private final String source;
    private String[] lines;

    /** @param source the text of the document, or null where it has none */
    Conditions(String source) {
        this.source = source;
        for (Vocabulary vocabulary : Vocabulary.values()) {
            compiled.put(vocabulary, new HashMap<>());
        }
    }

    /** Everything that compiled, by vocabulary and text. */
    Map<Vocabulary, Map<String, Expression>> compiled() {
        return compiled;
    }

    /** The condition's text, or null after an error; the run tasks that it names must be there like any other name. */
    String read(
            Type.Condition type,
            Tree tree,
            Path path,
            Tree.Mapping siblings,
            Findings findings,
            List<Reader.Reference> references) {
        if (!(tree instanceof Tree.Scalar scalar)) {
            findings.error(tree, path, Reader.kindOf(tree), "a CEL condition", "write it as text");
            return null;
        }
        if (SeenText.refuses(scalar, path, findings)) {
            return null;
        }
        Vocabulary vocabulary = type.vocabulary() == null ? vocabulary(siblings) : type.vocabulary();
        Expression expression = compiled.get(vocabulary).get(scalar.text());
        if (expression == null) {
            Compilation compilation = Expression.compile(scalar.text(), vocabulary);
            if (!compilation.isOk()) {
                report(compilation, scalar, path, findings);
                return null;
            }
            expression = compilation.expression();
            compiled.get(vocabulary).put(scalar.text(), expression);
        }
        for (TaskName task : expression.tasks()) {
            Tree at = locate(scalar, new Issue(task.line(), task.column(), task.name()));
            references.add(new Reader.Reference(Kind.RUN_TASK, task.name(), at, path));
        }
        return scalar.text();
    }

    private void report(Compilation compilation, Tree.Scalar scalar, Path path, Findings findings) {
        for (Issue issue : compilation.issues()) {
            findings.error(
                    locate(scalar, issue),
                    path,
                    "the condition does not compile at its line " + issue.line() + ", column " + issue.column() + ": "
                            + issue.message());
        }
    }

    /** The vocabulary of a condition whose sibling {@code point} decides. */
    static Vocabulary vocabulary(Tree.Mapping siblings) {
        boolean admission = siblings.get("point") instanceof Tree.Scalar point
                && point.text().equals("admission");
        return admission ? Vocabulary.ADMISSION : Vocabulary.RUN;
    }

    /** The place of an issue in the file, or the start of the condition where it cannot be told (folded text, escapes). */
    Tree locate(Tree.Scalar scalar, Issue issue) {
        if (source == null || scalar.line() == 0) {
            return scalar;
        }
        if (lines == null) {
            lines = source.split("\r\n|\n|\r", -1);
        }
        int before = issue.column() - 1;
        if (scalar.style() == Tree.Style.LITERAL) {
            int line = scalar.line() + issue.line();
            String text = line <= lines.length ? lines[line - 1] : "";
            int indent = text.length() - text.stripLeading().length();
            return at(line, indent + before + 1);
        }
        int start = scalar.column() - 1 + (scalar.style() == Tree.Style.QUOTED ? 1 : 0);
        String text = scalar.text();
        boolean oneLine = issue.line() == 1 && before <= text.length() && scalar.line() <= lines.length;
        boolean literal =
                oneLine && start >= 0 && lines[scalar.line() - 1].startsWith(text.substring(0, before), start);
        return literal ? at(scalar.line(), start + before + 1) : scalar;
    }

    private static Tree at(int line, int column) {
        return new Tree.Scalar("", Tree.Style.PLAIN, line, column);
    }
}
