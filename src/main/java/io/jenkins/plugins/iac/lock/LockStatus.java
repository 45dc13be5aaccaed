package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.lock.Liveness.Owner;
import java.time.Duration;
import java.time.Instant;

/**
 * A lock as a person needs to see it.
 *
 * @param meaning what it means and what to do, in a sentence
 */
public record LockStatus(Lock lock, Duration age, State state, String meaning) {
    /** Who stands behind it. */
    public enum State {
        /** Its run works, or nobody knows that it does not. */
        HELD,
        /** Its run is dead and changed nothing that is in doubt. */
        ORPHAN,
        /** Its run ended with something in doubt; a person decides. */
        FROZEN
    }

    static LockStatus of(Lock lock, Owner owner, Instant now) {
        Duration age = lock.age(now);
        if (lock.isFrozen()) {
            return new LockStatus(
                    lock,
                    age,
                    State.FROZEN,
                    "run " + lock.run() + " ended as " + lock.frozenBecause()
                            + "; compare state and world, choose repair, import, re-plan or revert, then unlock");
        }
        return switch (owner) {
            case DEAD ->
                new LockStatus(lock, age, State.ORPHAN, "run " + lock.run() + " is dead; the lock may be broken");
            case ALIVE -> new LockStatus(lock, age, State.HELD, "run " + lock.run() + " is at work; wait for it");
            case UNKNOWN ->
                new LockStatus(
                        lock,
                        age,
                        State.HELD,
                        "nobody knows whether run " + lock.run()
                                + " is at work, so it counts as alive; find out first");
        };
    }
}
