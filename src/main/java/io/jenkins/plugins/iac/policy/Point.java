package io.jenkins.plugins.iac.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where in a run policies are judged. */
public enum Point {
    /** Before anything happens, and again after the checkout. */
    ADMISSION,
    /** On every plan that changes something, before people are asked. */
    PLAN,
    /** Each time that votes are counted: while it does not hold, the plan is not approved. */
    APPROVAL,
    /** At the door, before an agent is taken and once more before the credential. */
    APPLY,
    /** After the apply and the plan behind it. */
    VERIFY,
    /** On what a drift run found. */
    DRIFT;

    /** The spelling in the catalog. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a run waits here, so that somebody can override a soft-mandatory policy. */
    public boolean isOverridable() {
        return this == PLAN || this == APPROVAL || this == APPLY;
    }

    public static Optional<Point> of(String id) {
        return Arrays.stream(values()).filter(p -> p.id().equals(id)).findFirst();
    }

    /** All spellings in the order of a run. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Point::id).toList();
    }

    @Override
    public String toString() {
        return id();
    }
}
