package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.model.Condition;
import java.util.Comparator;

/**
 * A rule that a place in the configuration breaks.
 *
 * @param file path relative to the root of the checkout
 * @param line from 1
 * @param message what was found against what is allowed, lower case
 */
public record Finding(String file, int line, ScanRule rule, String message) implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparing(Finding::rule)
            .thenComparing(Finding::message);

    /** The finding as a failed condition. */
    public Condition condition() {
        return Condition.failed(rule.id(), "", file + ":" + line, message);
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
