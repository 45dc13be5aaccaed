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

    /** Whether somebody can override a soft-mandatory policy here: there is a run with a plan, whose digest it is bound to. */
    public boolean isOverridable() {
        return this != ADMISSION;
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
