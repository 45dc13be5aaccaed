package io.jenkins.plugins.iac.lock;

import java.time.Duration;
import java.time.Instant;

/**
 * A lock that is held.
 *
 * @param run the owner
 * @param since when it was acquired
 * @param reason what for
 * @param token fencing token: larger than that of every lock before it; whoever shows an older one is refused
 * @param backendLockId id of the backend's own lock that the tool reported, or null
 * @param frozenBecause why it stays after its run ended ({@code apply_unknown}, ...), or null; then only a person ends it
 */
public record Lock(
        LockScope scope,
        String run,
        Instant since,
        String reason,
        long token,
        String backendLockId,
        String frozenBecause) {

    public boolean isFrozen() {
        return frozenBecause != null;
    }

    /** How long it has been held; never negative, also where the clock was set back. */
    public Duration age(Instant now) {
        return now.isBefore(since) ? Duration.ZERO : Duration.between(since, now);
    }

    Lock withBackendLock(String id) {
        return new Lock(scope, run, since, reason, token, id, frozenBecause);
    }

    Lock frozen(String because) {
        return new Lock(scope, run, since, reason, token, backendLockId, because);
    }
}
