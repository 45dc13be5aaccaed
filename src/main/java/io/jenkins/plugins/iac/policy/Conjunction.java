package io.jenkins.plugins.iac.policy;

/** Takes a condition apart that says several things which must all hold. */
public final class Conjunction {
    private Conjunction() {}

    /**
     * All that {@code a && b && c} says but the last: where what may not be is written as a condition, the first parts say of
     * what it speaks and the last what may not be true of it.
     *
     * @return null where the condition is no such conjunction
     */
    public static Expression allButLast(String cel, Vocabulary vocabulary) {
        int last = lastAnd(cel);
        return last < 0
                ? null
                : Expression.compile(cel.substring(0, last), vocabulary).expression();
    }

    /** Where the last {@code &&} stands that is not inside of anything, or -1. */
    private static int lastAnd(String cel) {
        int depth = 0;
        int last = -1;
        for (int at = 0; at < cel.length(); at++) {
            char c = cel.charAt(at);
            if (c == '\'' || c == '"') {
                at = endOfText(cel, at);
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            } else if (depth == 0 && (cel.startsWith("||", at) || c == '?')) {
                return -1;
            } else if (depth == 0 && cel.startsWith("&&", at)) {
                last = at++;
            }
        }
        return last;
    }

    /** The closing quote; an escape hides what follows it. What this gets wrong does not compile, and is no conjunction. */
    private static int endOfText(String cel, int start) {
        char quote = cel.charAt(start);
        for (int at = start + 1; at < cel.length(); at++) {
            if (cel.charAt(at) == '\\') {
                at++;
            } else if (cel.charAt(at) == quote) {
                return at;
            }
        }
        return cel.length();
    }
}
