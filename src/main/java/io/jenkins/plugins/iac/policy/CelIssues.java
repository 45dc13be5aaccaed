package io.jenkins.plugins.iac.policy;

import dev.cel.common.CelIssue;
import io.jenkins.plugins.iac.model.Cut;
import io.jenkins.plugins.iac.model.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the library's messages into ones that say what would be right. */
final class CelIssues {
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
    private static final Pattern UNDEFINED = Pattern.compile("undefined field '([^']*)'.*");
    private static final Pattern DOTTED = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*");
    private static final Pattern LOCATION = Pattern.compile("^evaluation error at <input>:\\d+: ");
    private static final int MAX_MESSAGE = 300;

    private CelIssues() {}

    static List<Issue> of(List<CelIssue> errors, String cel, Vocabulary vocabulary) {
        if (cel.isBlank()) {
            return List.of(new Issue(1, 1, "the condition is empty; write what must hold, or true"));
        }
        List<Issue> issues = new ArrayList<>();
        for (CelIssue error : errors) {
            if (!issues.isEmpty() && CelSentences.isSyntax(errors.get(0).getMessage())) {
                break;
            }
            int line = Math.max(1, error.getSourceLocation().getLine());
            int column = Math.max(0, error.getSourceLocation().getColumn());
            issues.add(new Issue(line, column + 1, message(error.getMessage(), cel, line, column, vocabulary)));
        }
        return issues;
    }

    private static String message(String message, String cel, int line, int column, Vocabulary vocabulary) {
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            if (column < line(cel, line).length() && line(cel, line).charAt(column) == '(') {
                return CelSentences.noFunction(undeclared.group(1));
            }
            String name = dottedAt(cel, line, column, undeclared.group(1));
            String nearest = Nearest.of(name, vocabulary.names());
            return "there is no fact " + name
                    + (nearest == null
                            ? ", expected one of " + String.join(", ", vocabulary.names())
                            : ", did you mean " + nearest + "?");
        }
        Matcher undefined = UNDEFINED.matcher(message);
        if (undefined.matches()) {
            String nearest = Nearest.of(undefined.group(1), RecordTypes.members());
            return "there is no member " + undefined.group(1)
                    + (nearest == null
                            ? ", expected one of " + String.join(", ", RecordTypes.members())
                            : ", did you mean " + nearest + "?");
        }
        return cut(CelSentences.of(message));
    }

    /** The whole dotted name at a position: the library only names its first part. */
    private static String dottedAt(String cel, int line, int column, String otherwise) {
        String text = line(cel, line);
        if (column > text.length()) {
            return otherwise;
        }
        Matcher dotted = DOTTED.matcher(text);
        return dotted.find(column) && dotted.start() == column ? dotted.group() : otherwise;
    }

    private static String line(String cel, int line) {
        String[] lines = cel.split("\n", -1);
        return line > lines.length ? "" : lines[line - 1];
    }

    static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return cut(
                LOCATION.matcher(end < 0 ? message : message.substring(0, end)).replaceFirst(""));
    }

    private static String cut(String message) {
        return message.length() > MAX_MESSAGE ? Cut.start(message, MAX_MESSAGE) + "..." : message;
    }
}
