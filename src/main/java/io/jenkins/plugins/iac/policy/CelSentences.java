package io.jenkins.plugins.iac.policy;

import io.jenkins.plugins.iac.model.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the library's parser and type checker say, in sentences for people who write rules. */
final class CelSentences {
    private static final Pattern TOO_EARLY = Pattern.compile(
            "(?:mismatched input|missing '(.)' at|no viable alternative at input) '<EOF>'.*", Pattern.DOTALL);
    private static final Pattern UNEXPECTED =
            Pattern.compile("(?:mismatched|extraneous) input '(.*?)' expecting .*", Pattern.DOTALL);
    private static final Pattern NO_WAY =
            Pattern.compile("(?:no viable alternative at input|missing .* at) '(.*)'", Pattern.DOTALL);
    private static final Pattern NO_TOKEN = Pattern.compile("token recognition error at: '(.*)'", Pattern.DOTALL);
    private static final Pattern RESERVED = Pattern.compile("reserved identifier: (.*)");
    private static final Pattern NO_BOOL = Pattern.compile("expected type 'bool' but found '(.*)'");
    private static final Pattern OVERLOAD = Pattern.compile(
            "found no matching overload for '(.*?)' applied to '(.*?)' \\(candidates: .*", Pattern.DOTALL);
    private static final Pattern TYPE_ARGUMENT = Pattern.compile("%[A-Z]\\d+");

    private static final Map<String, String> INSTEAD = Map.of(
            "and", "&&", "or", "||", "not", "!", "AND", "&&", "OR", "||", "NOT", "!", "=", "==", "&", "&&", "|", "||");
    private static final List<String> FUNCTIONS = List.of(
            "startsWith",
            "endsWith",
            "contains",
            "matches",
            "size",
            "exists",
            "exists_one",
            "all",
            "filter",
            "map",
            "has",
            "timestamp",
            "duration",
            "int",
            "string");

    private CelSentences() {}

    /** Whether the library could not even read the condition, so that whatever it says after that is noise. */
    static boolean isSyntax(String message) {
        return List.of(TOO_EARLY, UNEXPECTED, NO_WAY, NO_TOKEN, RESERVED).stream()
                .anyMatch(p -> p.matcher(message).matches());
    }

    /** The sentence, or the message itself where it is none of those that people meet. */
    static String of(String message) {
        Matcher early = TOO_EARLY.matcher(message);
        if (early.matches()) {
            return "the condition ends too early"
                    + (early.group(1) == null ? "" : ", expected '" + early.group(1) + "'");
        }
        for (Pattern pattern : List.of(UNEXPECTED, NO_WAY)) {
            Matcher unexpected = pattern.matcher(message);
            if (unexpected.matches()) {
                return misplaced(unexpected.group(1));
            }
        }
        Matcher token = NO_TOKEN.matcher(message);
        if (token.matches()) {
            String found = token.group(1).strip();
            return found.startsWith("'") || found.startsWith("\"")
                    ? "a text is not closed by its quote, or has an unknown escape"
                    : misplaced(found);
        }
        Matcher reserved = RESERVED.matcher(message);
        if (reserved.matches()) {
            return "the word " + reserved.group(1) + " is reserved and means nothing here";
        }
        Matcher noBool = NO_BOOL.matcher(message);
        if (noBool.matches()) {
            return "the condition is of type " + type(noBool.group(1))
                    + ", expected true or false; compare it with something";
        }
        Matcher overload = OVERLOAD.matcher(message);
        return overload.matches() ? misfit(overload.group(1), overload.group(2)) : message;
    }

    private static String misplaced(String found) {
        String instead = INSTEAD.get(found);
        return instead == null
                ? "'" + found + "' does not belong here; conditions are joined by && and ||"
                : "'" + found + "' is no operator; write " + instead;
    }

    private static String misfit(String function, String types) {
        String name = function.replace("@", "").replace("_", "");
        List<String> given = Arrays.stream(
                        types.substring(1, types.length() - 1).split(", (?![^(]*\\))"))
                .map(CelSentences::type)
                .toList();
        String hint =
                switch (name) {
                    case "in" -> "; behind it stands a list, such as ['a', 'b']";
                    case "==", "!=", "<", "<=", ">", ">=" -> "; both sides must be of one type";
                    case "&&", "||", "!" -> "; it joins what is true or false";
                    default -> "";
                };
        return name + " cannot be used with " + given.stream().collect(Collectors.joining(" and ")) + hint;
    }

    private static String type(String cel) {
        return TYPE_ARGUMENT
                .matcher(cel.replace("google.protobuf.", "")
                        .replace("Timestamp", "timestamp")
                        .replace("Duration", "duration"))
                .replaceAll("anything");
    }

    /** What is wrong with a call of a function that there is not. */
    static String noFunction(String name) {
        String nearest = Nearest.of(name, FUNCTIONS);
        return FUNCTIONS.contains(name)
                ? "the function " + name + " cannot be used like this"
                : "there is no function " + name + (nearest == null ? "" : ", did you mean " + nearest + "?");
    }
}
