package io.jenkins.plugins.iac.model;

import java.util.Objects;

/**
 * An error as a person needs it: what was being done, where, what was found against what was expected, what to do next.
 * Its JSON form is frozen: {@code {"error":{"doing","where","found","expected","next"}}}.
 *
 * @param doing what was being done, lower case: {@code reading the catalog}
 * @param where file with line and column, stack, run or option
 * @param found what was there; never a secret's value
 * @param expected what should have been there
 * @param next the next thing to do
 */
public record Problem(String doing, String where, String found, String expected, String next) {
    public Problem {
        Objects.requireNonNull(doing, "doing");
        where = where == null ? "" : where;
        found = found == null ? "" : found;
        expected = expected == null ? "" : expected;
        next = next == null ? "" : next;
    }

    /** The five things in one sentence or two. */
    public String sentence() {
        StringBuilder text = new StringBuilder(doing);
        if (!where.isEmpty()) {
            text.append(" (").append(where).append(')');
        }
        text.append(": found ").append(found.isEmpty() ? "nothing" : found);
        if (!expected.isEmpty()) {
            text.append(", expected ").append(expected);
        }
        if (!next.isEmpty()) {
            text.append("; next: ").append(next);
        }
        return text.toString();
    }
}
