package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Unseen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects findings; past a thousand of a kind the rest is only counted, so that a hostile file cannot fill memory. */
final class Findings {
    static final int MAX = 1_000;
    private static final int MAX_SHOWN = 120;
    private static final Comparator<Finding> BY_POSITION =
            Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column);

    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private int moreErrors;
    private int moreWarnings;

    void error(Tree at, Path path, String message) {
        if (errors.size() < MAX) {
            errors.add(new Finding(at.line(), at.column(), path.toString(), message));
        } else {
            moreErrors++;
        }
    }

    /** An error at a position that no tree has. */
    void error(int line, int column, Path path, String message) {
        error(new Tree.Scalar("", Tree.Style.PLAIN, line, column), path, message);
    }

    void error(Tree at, Path path, String found, String expected, String next) {
        error(at, path, sentence(found, expected, next));
    }

    void warn(Tree at, Path path, String message) {
        if (warnings.size() < MAX) {
            warnings.add(new Finding(at.line(), at.column(), path.toString(), message));
        } else {
            moreWarnings++;
        }
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    List<Finding> errors() {
        return finish(errors, moreErrors, "errors");
    }

    List<Finding> warnings() {
        return finish(warnings, moreWarnings, "warnings");
    }

    private static List<Finding> finish(List<Finding> findings, int more, String what) {
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(BY_POSITION);
        if (more > 0) {
            sorted.add(new Finding(0, 0, "", "found " + more + " more " + what + "; mend these first"));
        }
        return List.copyOf(sorted);
    }

    static String sentence(String found, String expected, String next) {
        StringBuilder text = new StringBuilder("found ").append(found);
        if (!expected.isEmpty()) {
            text.append(", expected ").append(expected);
        }
        if (!next.isEmpty()) {
            text.append("; ").append(next);
        }
        return text.toString();
    }

    /** A word with its article. */
    static String a(String word) {
        return ("aeiou".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word;
    }

    /** A few of many names. */
    static String first(List<String> names) {
        List<String> some = names.subList(0, Math.min(3, names.size()));
        return String.join(", ", some) + (names.size() > some.size() ? ", ..." : "");
    }

    /** A value as it may stand in a message: quoted, one line, without characters that nobody sees, not too long. */
    static String quote(String value) {
        StringBuilder text = new StringBuilder("'");
        value.codePoints().limit(MAX_SHOWN).forEach(c -> text.appendCodePoint(Unseen.contains(c) ? '\ufffd' : c));
        return text.append(value.length() > MAX_SHOWN ? "...'" : "'").toString();
    }
}
