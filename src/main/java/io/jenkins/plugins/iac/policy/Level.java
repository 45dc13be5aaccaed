package io.jenkins.plugins.iac.policy;

import java.util.Arrays;
import java.util.Locale;

/** What happens when a policy does not hold. */
public enum Level {
    /** It is told, nothing more. */
    ADVISORY,
    /** It refuses until somebody of the environment's override team says why it may go on all the same. */
    SOFT_MANDATORY,
    /** It refuses. */
    HARD_MANDATORY;

    /** The spelling in the catalog: {@code soft-mandatory}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The level spelled so; anything else is the strictest. */
    public static Level of(String id) {
        return Arrays.stream(values())
                .filter(l -> l.id().equals(id))
                .findFirst()
                .orElse(HARD_MANDATORY);
    }

    @Override
    public String toString() {
        return id();
    }
}
