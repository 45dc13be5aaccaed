package io.jenkins.plugins.iac.lock;

import java.util.Set;

/** Types of the journal's records that locks follow from; their members are {@code scope} and those of the values. */
public final class LockRecords {
    public static final String ACQUIRED = "lock.acquired";
    public static final String BACKEND = "lock.backend";
    public static final String FROZEN = "lock.frozen";
    public static final String RELEASED = "lock.released";
    public static final String BROKEN = "lock.broken";
    public static final String FREEZE_ON = "freeze.on";
    public static final String FREEZE_OFF = "freeze.off";
    /** Member of {@link #BROKEN}: the scopes of further locks of that run, which end with it. */
    static final String ALSO = "also";

    private static final Set<String> ALL = Set.of(ACQUIRED, BACKEND, FROZEN, RELEASED, BROKEN, FREEZE_ON, FREEZE_OFF);

    private LockRecords() {}

    /** Whether records of this type change who holds what. */
    public static boolean isOne(String type) {
        return ALL.contains(type);
    }
}
