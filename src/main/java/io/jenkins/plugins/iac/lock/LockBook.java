package io.jenkins.plugins.iac.lock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.journal.JournalRecord;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness.Owner;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.IacException.Kind;
import io.jenkins.plugins.iac.model.Problem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The only way to change who holds what: every change is in the journal before it counts. Safe for several threads; one
 * book for each open journal.
 */
public final class LockBook {
    private final Journal journal;
    private LockTable table;
    private long refusals;

    /** Reads where things stand from the journal. */
    public LockBook(Journal journal) {
        this.journal = journal;
        this.table = LockTable.replay(journal.records(LockRecords::isOne));
    }

    public synchronized LockTable table() {
        return table;
    }

    /**
     * Takes the lock of a stack, or answers the one that the run already has; that of its environment before it, where the
     * claim says so.
     *
     * @return the stack's lock; show its token when something is done under it
     * @throws IacException of kind REFUSED with the conditions if one does not hold
     */
    public synchronized Lock acquire(LockClaim claim, String reason) {
        List<Condition> conditions = claim.check(table);
        for (Condition condition : conditions) {
            if (!condition.passed()) {
                throw new IacException(
                        Kind.REFUSED,
                        new Problem(
                                "locking the stack",
                                claim.stack() + ", run " + claim.run(),
                                condition.found(),
                                condition.expected(),
                                condition.message()),
                        conditions,
                        null);
            }
        }
        if (claim.takesEnvironment()) {
            LockScope environment = LockScope.environment(claim.environment());
            table.lock(environment).orElseGet(() -> take(environment, claim.run(), reason));
        }
        LockScope scope = LockScope.stack(claim.stack());
        return table.lock(scope).orElseGet(() -> take(scope, claim.run(), reason));
    }

    private Lock take(LockScope scope, String run, String reason) {
        record(run, LockRecords.ACQUIRED, scope, Json.object().put("reason", required("a reason", reason)));
        return table.lock(scope).orElseThrow();
    }

    /**
     * Refuses whoever no longer holds the lock: ask before each effect that the lock protects.
     *
     * @throws IacException of kind REFUSED if the lock was broken, released, frozen or taken by another
     */
    public synchronized Lock held(LockScope scope, String run, long token) {
        Lock lock = table.lock(scope).orElse(null);
        if (lock == null || lock.token() != token || !lock.run().equals(run) || lock.isFrozen()) {
            String found = lock == null
                    ? "no lock"
                    : (lock.isFrozen() ? "a frozen lock" : "a lock") + " of run " + lock.run() + " with token "
                            + lock.token();
            refusals++;
            throw IacException.refused(
                    "going on under a lock",
                    scope + ", run " + run,
                    found,
                    "the lock of this run",
                    "look at the locks and at who broke this one; plan again");
        }
        return lock;
    }

    /** Notes the id of the backend's own lock, as the tool reported it. */
    public synchronized void backendLock(LockScope scope, String run, long token, String backendLockId) {
        held(scope, run, token);
        record(run, LockRecords.BACKEND, scope, Json.object().put("backendLockId", backendLockId));
    }

    /** Keeps the lock after its run ended with something in doubt, until a person breaks it. */
    public synchronized void freezeLock(LockScope scope, String run, long token, String because) {
        held(scope, run, token);
        record(run, LockRecords.FROZEN, scope, Json.object().put("because", required("a state", because)));
    }

    /**
     * Gives a lock back.
     *
     * @throws IacException of kind REFUSED if this run does not hold it with this token
     */
    public synchronized void release(LockScope scope, String run, long token) {
        held(scope, run, token);
        record(run, LockRecords.RELEASED, scope, Json.object().put("token", token));
    }

    /**
     * Breaks a lock, and with it what else its run holds. The caller has checked the permission; this checks that there is a reason and that
     * no live owner is behind it.
     *
     * @param by who does it
     * @param authenticated whether the host knows that it is them
     * @return the lock as it was, for the evidence
     * @throws IacException of kind REFUSED if the owner is or may be alive; BAD_INPUT without a lock or a reason
     */
    public synchronized Lock breakLock(
            LockScope scope, String by, boolean authenticated, String reason, Liveness liveness) {
        return breakLock(scope, by, authenticated, reason, liveness, lock -> null);
    }

    /**
     * The same, for whoever leaves evidence of it.
     *
     * @param evidence called once nothing is in the way and before anything is changed, with the lock as it is; returns the
     *     name under which its evidence was prepared, which becomes part of the record
     */
    public synchronized Lock breakLock(
            LockScope scope,
            String by,
            boolean authenticated,
            String reason,
            Liveness liveness,
            Function<Lock, String> evidence) {
        Lock lock = table.lock(scope)
                .orElseThrow(() -> IacException.badInput(
                        "breaking a lock", scope.toString(), "no lock", "a lock that is held", "list the locks"));
        Owner owner = liveness.of(lock.run());
        if (owner != Owner.DEAD && !lock.isFrozen()) {
            throw IacException.refused(
                    "breaking a lock",
                    scope + ", run " + lock.run(),
                    owner == Owner.ALIVE ? "a live owner" : "an owner of whom nobody knows whether it is alive",
                    "a lock whose owner is dead, or whose run ended in doubt",
                    "wait for the end of the run, or stop it: it gives its lock back, or leaves it frozen and to be broken");
        }
        ObjectNode data = Json.object()
                .put("owner", lock.run())
                .put("token", lock.token())
                .put("by", required("a person", by))
                .put("authenticated", authenticated)
                .put("reason", required("a reason", reason))
                .put("ownerWas", owner.name().toLowerCase(Locale.ROOT))
                .put("frozenBecause", lock.frozenBecause())
                .put("backendLockId", lock.backendLockId());
        // The environment goes with its stack, in one record: a crash leaves no half of it.
        table.locksOf(lock.run()).stream()
                .map(l -> l.scope().toString())
                .filter(also -> !also.equals(scope.toString()))
                .forEach(data.putArray(LockRecords.ALSO)::add);
        String prepared = evidence.apply(lock);
        if (prepared != null) {
            data.put("evidence", prepared);
        }
        record(lock.run(), LockRecords.BROKEN, scope, data);
        return lock;
    }

    /** Switches a freeze on; one that is on already stays as it is. */
    public synchronized FreezeSwitch freeze(LockScope scope, String by, String reason) {
        if (scope.level() == LockScope.Level.STACK) {
            throw new IllegalArgumentException("a freeze covers an environment or everything");
        }
        if (table.freeze(scope).isEmpty()) {
            record(
                    "",
                    LockRecords.FREEZE_ON,
                    scope,
                    Json.object().put("by", required("a person", by)).put("reason", required("a reason", reason)));
        }
        return table.freeze(scope).orElseThrow();
    }

    /** Switches a freeze off; whether one was on. */
    public synchronized boolean unfreeze(LockScope scope, String by, String reason) {
        if (table.freeze(scope).isEmpty()) {
            return false;
        }
        record(
                "",
                LockRecords.FREEZE_OFF,
                scope,
                Json.object().put("by", required("a person", by)).put("reason", required("a reason", reason)));
        return true;
    }

    /** Names of the evidence that was prepared for locks that were broken, and whose locks these were; oldest first. */
    public synchronized Map<String, String> broken() {
        Map<String, String> broken = new LinkedHashMap<>();
        journal.records(LockRecords.BROKEN::equals)
                .filter(r -> r.data().hasNonNull("evidence"))
                .forEach(r -> broken.put(r.data().path("evidence").asText(), r.run()));
        return broken;
    }

    /** How often since the book was opened somebody was refused who did not hold the lock any more. */
    public synchronized long refusals() {
        return refusals;
    }

    /** Every lock with what stands behind it. */
    public synchronized List<LockStatus> status(Liveness liveness, Instant now) {
        return table.status(liveness, now);
    }

    private void record(String run, String type, LockScope scope, ObjectNode data) {
        ObjectNode all = Json.object().put("scope", scope.toString());
        all.setAll(data);
        JournalRecord record = journal.append(run, type, all);
        table = table.apply(record);
    }

    private static String required(String what, String text) {
        if (text == null || text.isBlank()) {
            throw IacException.badInput("changing a lock", "", "nothing", what, "say it; it is part of the evidence");
        }
        return text;
    }
}
