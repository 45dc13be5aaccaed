package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockScope;
import java.time.Instant;
import java.util.List;

/**
 * The locks of one run: taken at the door, given back at its end or kept where something is in doubt, and in its evidence
 * when. What somebody else has ended already is left as it is.
 */
final class RunLocks {
    /** The facts that tell of them, the stack's first. */
    static final List<String> FACTS = List.of("lock", "environmentLock");

    private final RunServices services;

    RunLocks(RunServices services) {
        this.services = services;
    }

    /**
     * Takes the stack, and its environment before it where the catalog lets only one run at a time change that.
     *
     * @return the facts to record with the run
     */
    ObjectNode take(Run run, Terms terms, Instant now) {
        services.locks()
                .acquire(
                        terms.claim(run, now),
                        Terms.writing(run) + " by " + run.source().actor());
        ObjectNode facts = Json.object();
        for (Lock lock : services.locks().table().locksOf(run.id())) {
            facts.set(name(lock.scope()), fact(lock));
        }
        return facts;
    }

    private static ObjectNode fact(Lock lock) {
        return Json.object()
                .put("kind", lock.scope().kind())
                .put("name", lock.scope().name())
                .put("token", lock.token())
                .put("acquired", lock.since().toString());
    }

    private static String name(LockScope scope) {
        return FACTS.get(scope.level() == LockScope.Level.STACK ? 0 : 1);
    }

    /** Fencing token of the stack's lock. */
    static long token(Run run) {
        return run.fact(FACTS.get(0)).path("token").asLong();
    }

    /** Notes the id of the backend's own lock, as the tool told it; of a run that has lost its lock, nothing. */
    void backend(Run run, String id) {
        for (Lock lock : services.locks().table().locksOf(run.id())) {
            boolean known = id.equals(services.book()
                    .get(run.id())
                    .fact(name(lock.scope()))
                    .path("backendLockId")
                    .asText());
            if (lock.scope().level() == LockScope.Level.STACK && !lock.isFrozen() && !known) {
                services.locks().backendLock(lock.scope(), run.id(), lock.token(), id);
                note(run, lock, "backendLockId", id);
            }
        }
    }

    /** Gives back what the run still has. */
    void release(Run run) {
        for (Lock lock : services.locks().table().locksOf(run.id())) {
            if (!lock.isFrozen()) {
                release(run, lock);
            }
        }
    }

    private void release(Run run, Lock lock) {
        services.locks().release(lock.scope(), run.id(), lock.token());
        note(run, lock, "released", services.clock().instant().toString());
    }

    /**
     * Keeps the stack until a person has looked. The rest of the environment goes on, unless nobody knows whether the tool is
     * still at work.
     */
    void freeze(Run run, RunState end) {
        for (Lock lock : services.locks().table().locksOf(run.id())) {
            if (lock.isFrozen()) {
                continue;
            }
            if (lock.scope().level() == LockScope.Level.STACK || end == RunState.APPLY_UNKNOWN) {
                services.locks().freezeLock(lock.scope(), run.id(), lock.token(), end.id());
            } else {
                release(run, lock);
            }
        }
    }

    /** The evidence of a run that is sealed is closed; the journal tells the rest. */
    private void note(Run run, Lock lock, String member, String value) {
        String name = name(lock.scope());
        if (services.book().get(run.id()).state() != RunState.SEALED) {
            services.book().amend(run.id(), now -> {
                ObjectNode fact = now.fact(name) instanceof ObjectNode known ? known.deepCopy() : fact(lock);
                return Journey.fact(name, fact.put(member, value));
            });
        }
    }
}
