package io.jenkins.plugins.iac.model;

import java.util.Arrays;
import java.util.Locale;

/** What set a run off: a fact of its own, apart from where the code comes from. */
public enum Trigger {
    PUSH,
    REQUEST,
    TIMER,
    PERSON,
    UPSTREAM,
    UNKNOWN;

    private final String id = name().toLowerCase(Locale.ROOT);

    public String id() {
        return id;
    }

    /** The trigger spelled so; anything else is {@link #UNKNOWN}. */
    public static Trigger of(String id) {
        return Arrays.stream(values())
                .filter(t -> t.id().equals(id))
                .findFirst()
                .orElse(UNKNOWN);
    }

    @Override
    public String toString() {
        return id();
    }
}
