package io.jenkins.plugins.iac.model;

import java.util.Locale;

/** A fact that may not be known yet. Whoever decides on one treats {@link #UNKNOWN} as the answer that refuses. */
public enum Tri {
    YES,
    NO,
    UNKNOWN;

    public static Tri of(boolean value) {
        return value ? YES : NO;
    }

    public boolean isYes() {
        return this == YES;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return id();
    }
}
