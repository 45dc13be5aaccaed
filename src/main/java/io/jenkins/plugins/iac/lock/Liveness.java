package io.jenkins.plugins.iac.lock;

/**
 * Port: tells whether the process of a run that owns a lock still works. A host answers {@link Owner#DEAD} only where it
 * knows: a wrong "dead" lets two runs change one stack.
 */
@FunctionalInterface
public interface Liveness {
    /** What is known of an owner. */
    enum Owner {
        ALIVE,
        DEAD,
        /** Counts as alive. */
        UNKNOWN
    }

    Owner of(String run);
}
