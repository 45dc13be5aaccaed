package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.policy.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A few texts that stand for all. Conditions tell texts apart only by what they compare them with, so that one text for each
 * of these, and one that is none of them, behave like any other; where conditions look at a text in other ways, a null stands
 * for a text of which nothing is certain. Used by one thread.
 *
 * <p>What is none of them must not begin, end or be like any of them by chance: a proof would leave out whoever is not.
 */
final class StandIns {
    private static final String OTHER = "any other";
    private static final String OTHER_BELOW = "any/other";
    /** Put around the other ones where they are like something that a condition names. */
    private static final char FIRST_MARK = '\u00b7';

    private final Set<String> named = new LinkedHashSet<>();
    private final Set<String> starts = new LinkedHashSet<>();
    private final Set<String> ends = new LinkedHashSet<>();
    private final Set<String> examples = new LinkedHashSet<>();
    private boolean otherwise;

    /** A condition compares with this. */
    void add(Comparison use) {
        switch (use.how()) {
            case EQUAL -> named.add(use.constant());
            case STARTS -> starts.add(use.constant());
            case ENDS -> ends.add(use.constant());
            default -> otherwise = true;
        }
    }

    /** A pattern is compared with, in which {@code *} stands for any characters but {@code /}. */
    void addPattern(String pattern) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            named.add(pattern);
        } else if (star == pattern.length() - 1) {
            starts.add(pattern.substring(0, star));
        } else {
            otherwise = true;
            examples.add(pattern.replace("*", OTHER));
        }
    }

    /** The texts; a null is one of which nothing is certain. */
    List<String> all() {
        String mark = mark();
        boolean open = otherwise || mark == null || !starts.isEmpty() && !ends.isEmpty();
        String around = mark == null ? "" : mark;
        String other = around + OTHER + around;
        String below = around + OTHER_BELOW + around;
        Set<String> all = new LinkedHashSet<>(named);
        all.addAll(examples);
        for (String start : starts) {
            all.add(start + other);
            all.add(start + below);
        }
        ends.forEach(end -> all.add(other + end));
        all.add(other);
        if (!starts.isEmpty()) {
            all.add(below);
        }
        List<String> result = new ArrayList<>(all);
        if (open) {
            result.add(null);
        }
        return result;
    }

    /** Nothing, or a character that nobody names; null where there is none. */
    private String mark() {
        if (!isLikeOne(OTHER) && !isLikeOne(OTHER_BELOW)) {
            return "";
        }
        for (char mark = FIRST_MARK; mark < Character.MIN_SURROGATE; mark++) {
            if (!isNamed(mark)) {
                return String.valueOf(mark);
            }
        }
        return null;
    }

    private boolean isNamed(char c) {
        return named.stream().anyMatch(text -> text.indexOf(c) >= 0)
                || starts.stream().anyMatch(text -> text.indexOf(c) >= 0)
                || ends.stream().anyMatch(text -> text.indexOf(c) >= 0);
    }

    /** Whether it, or it behind or before something named, could be taken for something else that is named. */
    private boolean isLikeOne(String other) {
        if (named.stream().anyMatch(text -> text.contains(other))) {
            return true;
        }
        for (int at = 1; at <= other.length(); at++) {
            String head = other.substring(0, at);
            String tail = other.substring(other.length() - at);
            if (starts.stream().anyMatch(start -> start.endsWith(head))
                    || ends.stream().anyMatch(end -> end.startsWith(tail))) {
                return true;
            }
        }
        return false;
    }
}
