package io.jenkins.plugins.iac.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;

/**
 * Judges the changes of a plan one by one while the plan is read. Must not keep what it is given: a plan may have a
 * million changes. For one reading by one thread.
 */
public interface RiskJudge {
    /** Sees no risk anywhere; for readers who do not ask. */
    RiskJudge NONE = (change, values) -> List.of();

    /**
     * The risks of one change that is not a no-op.
     *
     * @param change without its attributes
     * @param values before and after, made when asked for, since most changes need no look at their values
     */
    List<Risk> judge(ResourceChange change, Source values);

    /** Makes the values of a change. */
    interface Source {
        /**
         * The values, at the outermost level as far as they are wanted.
         *
         * @param wanted whether an attribute is to be there; the rest may be left out
         */
        Values of(Predicate<String> wanted);
    }

    /** Where a class of risk stands in order of gravity, 0 the gravest. */
    default int rank(String cls) {
        return 0;
    }

    /**
     * The values of a change.
     *
     * @param before null node where there is none; a sensitive value is the text {@link AttributeChange#SENSITIVE}
     * @param after the same; what is known after apply is the text {@link AttributeChange#UNKNOWN}
     * @param complete false if the change was too large to be looked at; both are null nodes then and whoever judges must
     *     assume the worst
     */
    record Values(JsonNode before, JsonNode after, boolean complete) {}
}
