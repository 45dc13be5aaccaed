package io.jenkins.plugins.iac.admission;

import java.util.Locale;

/** How an admitted run is carried out. */
public enum Lane {
    /** On a pool, with the stack's identity, through plan, approval and apply. */
    FULL,
    /** Reads the code only: no credential, no backend, no code of the stack is executed. */
    STATIC;

    private final String id = name().toLowerCase(Locale.ROOT);

    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return id();
    }
}
