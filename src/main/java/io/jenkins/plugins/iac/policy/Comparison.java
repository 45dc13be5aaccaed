package io.jenkins.plugins.iac.policy;

/**
 * A place in a condition where a fact is used: what it is compared with, as far as that is a constant text.
 *
 * @param fact the fact, a text or a list of texts
 * @param member member of a record in the fact, or null where it is the fact itself
 * @param how in which way
 * @param constant the constant; null where {@code how} is {@link How#OTHER}
 * @param line line within the condition, from 1
 * @param column column within that line, from 1
 */
public record Comparison(Fact fact, String member, How how, String constant, int line, int column) {
    /** Ways of comparing. */
    public enum How {
        /** {@code ==}, {@code !=}, or one of the constants of an {@code in}; for a list, whether the constant is in it. */
        EQUAL,
        STARTS,
        ENDS,
        CONTAINS,
        /** Anything else: another fact, a pattern, its length. */
        OTHER
    }

    /** What is compared, as a condition spells it. */
    String subject() {
        return member == null ? fact.id() : member + " of " + fact.id();
    }
}
