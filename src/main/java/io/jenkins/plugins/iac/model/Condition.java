package io.jenkins.plugins.iac.model;

import java.util.List;
import java.util.Objects;

/**
 * One reason of a decision: a rule, whether it holds, and both values. A decision is the tree of its conditions; it
 * passes only if all of them do.
 *
 * @param rule stable name of the rule, for example {@code pool.environment} or {@code rule:prod-apply-from-main-only}
 * @param passed whether the rule holds; what is unknown does not hold
 * @param deferred whether the rule could not be judged yet and will be, before any credential ({@code passed} is then
 *     true only in the sense that nothing was refused so far)
 * @param expected the value that would pass, as a person reads it
 * @param found the value that was found, never a secret
 * @param message what the failure means and what to do next; may be empty when passed
 * @param because conditions underneath this one, in order
 */
public record Condition(
        String rule,
        boolean passed,
        boolean deferred,
        String expected,
        String found,
        String message,
        List<Condition> because) {

    public Condition {
        Objects.requireNonNull(rule, "rule");
        expected = expected == null ? "" : expected;
        found = found == null ? "unknown" : found;
        message = message == null ? "" : message;
        because = List.copyOf(because);
    }

    public static Condition passed(String rule, String expected, String found) {
        return new Condition(rule, true, false, expected, found, "", List.of());
    }

    public static Condition failed(String rule, String expected, String found, String message) {
        return new Condition(rule, false, false, expected, found, message, List.of());
    }

    public static Condition of(String rule, boolean passed, String expected, String found, String message) {
        return new Condition(rule, passed, false, expected, found, passed ? "" : message, List.of());
    }

    public static Condition deferred(String rule, String expected, String found, String message) {
        return new Condition(rule, true, true, expected, found, message, List.of());
    }

    /** A condition that holds when all underneath hold. */
    public static Condition all(String rule, String expected, String found, String message, List<Condition> because) {
        boolean passed = because.stream().allMatch(Condition::passed);
        return new Condition(rule, passed, false, expected, found, passed ? "" : message, because);
    }
}
