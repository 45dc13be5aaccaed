package io.jenkins.plugins.iac.lock;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.journal.JournalRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Who holds what, as the journal's records tell it and nothing else. Immutable. */
public final class LockTable {
    public static final LockTable EMPTY = new LockTable(Map.of(), Map.of());
    private final Map<String, Lock> locks;
    private final Map<String, FreezeSwitch> freezes;

    private LockTable(Map<String, Lock> locks, Map<String, FreezeSwitch> freezes) {
        this.locks = locks;
        this.freezes = freezes;
    }

    /** The table after these records, oldest first; records of other types are passed over. */
    public static LockTable replay(Stream<JournalRecord> records) {
        LockTable table = new LockTable(new TreeMap<>(), new TreeMap<>());
        records.filter(r -> LockRecords.isOne(r.type())).forEach(table::change);
        return table;
    }

    /** The table after one more record. */
    public LockTable apply(JournalRecord record) {
        if (!LockRecords.isOne(record.type())) {
            return this;
        }
        LockTable next = new LockTable(new TreeMap<>(locks), new TreeMap<>(freezes));
        next.change(record);
        return next;
    }

    private void change(JournalRecord record) {
        JsonNode data = record.data();
        LockScope scope = LockScope.parse(data.path("scope").asText());
        String key = scope.toString();
        Lock lock = locks.get(key);
        switch (record.type()) {
            case LockRecords.ACQUIRED ->
                locks.put(
                        key,
                        new Lock(
                                scope,
                                record.run(),
                                record.time(),
                                data.path("reason").asText(),
                                record.sequence(),
                                null,
                                null));
            case LockRecords.BACKEND -> {
                if (lock != null) {
                    locks.put(
                            key, lock.withBackendLock(data.path("backendLockId").asText()));
                }
            }
            case LockRecords.FROZEN -> {
                if (lock != null) {
                    locks.put(key, lock.frozen(data.path("because").asText()));
                }
            }
            case LockRecords.RELEASED, LockRecords.BROKEN -> {
                locks.remove(key);
                data.path(LockRecords.ALSO).forEach(also -> locks.remove(also.asText()));
            }
            case LockRecords.FREEZE_ON ->
                freezes.put(
                        key,
                        new FreezeSwitch(
                                scope,
                                data.path("by").asText(),
                                record.time(),
                                data.path("reason").asText()));
            case LockRecords.FREEZE_OFF -> freezes.remove(key);
            default -> throw new IllegalStateException("no record of a lock: " + record.type());
        }
    }

    public Optional<Lock> lock(LockScope scope) {
        return Optional.ofNullable(locks.get(scope.toString()));
    }

    public Optional<FreezeSwitch> freeze(LockScope scope) {
        return Optional.ofNullable(freezes.get(scope.toString()));
    }

    /** All locks, by the text of their scope. */
    public List<Lock> locks() {
        return List.copyOf(locks.values());
    }

    /** The locks that a run holds, narrow ones first: the order in which they are released. */
    public List<Lock> locksOf(String run) {
        return locks.values().stream()
                .filter(l -> l.run().equals(run))
                .sorted(Comparator.comparing((Lock l) -> l.scope().level()).reversed())
                .toList();
    }

    /** All freezes that somebody switched on, global first. */
    public List<FreezeSwitch> freezes() {
        return freezes.values().stream()
                .sorted(Comparator.comparing(f -> f.scope().level()))
                .toList();
    }

    /** Every lock with what stands behind it. */
    public List<LockStatus> status(Liveness liveness, Instant now) {
        return locks.values().stream()
                .map(l -> LockStatus.of(l, liveness.of(l.run()), now))
                .toList();
    }
}
