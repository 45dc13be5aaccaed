package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Freeze;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Upstream;
import io.jenkins.plugins.iac.model.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A run that wants to change a stack now, and what the catalog says of its environment. A pure decision: global freeze,
 * then environment, then stack. What is unknown refuses.
 *
 * @param environment of the stack, or null where unknown
 * @param freezes calendar of the environment, or null where the catalog could not be read
 * @param windows times in which writes are allowed; empty means always, null unknown
 * @param upstream on which stacks this one depends, directly and through others, or null where unknown
 * @param all every stack of the environment, where the run takes the environment's lock, too; null where it takes its own
 *     stack's alone
 */
public record LockClaim(
        String run,
        StackId stack,
        String environment,
        Instant now,
        List<Freeze> freezes,
        List<Window> windows,
        Upstream upstream,
        List<StackId> all) {
    private static final String WAIT_FREEZE = "wait until the freeze is switched off";

    /** A claim of a stack that depends on none. */
    public LockClaim(
            String run, StackId stack, String environment, Instant now, List<Freeze> freezes, List<Window> windows) {
        this(run, stack, environment, now, freezes, windows, Upstream.NONE, null);
    }

    /** A claim of one stack alone. */
    public LockClaim(
            String run,
            StackId stack,
            String environment,
            Instant now,
            List<Freeze> freezes,
            List<Window> windows,
            Upstream upstream) {
        this(run, stack, environment, now, freezes, windows, upstream, null);
    }

    /** Whether the run takes the lock of the whole environment. */
    boolean takesEnvironment() {
        return all != null;
    }

    /** Every condition, whether or not it holds; the run may take the lock only if all do. */
    public List<Condition> check(LockTable table) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(freeze(table, "freeze.global", LockScope.global()));
        if (environment == null || environment.isBlank()) {
            conditions.add(Condition.failed(
                    "freeze.environment", "a known environment", "unknown", "give the stack an environment"));
        } else {
            LockScope scope = LockScope.environment(environment);
            conditions.add(freeze(table, "freeze.environment", scope));
            conditions.add(calendar());
            conditions.add(window());
            conditions.add(lock(table, "lock.environment", scope));
            if (takesEnvironment()) {
                conditions.add(alone(table));
            }
        }
        conditions.add(lock(table, "lock.stack", LockScope.stack(stack)));
        conditions.add(upstream(table));
        return List.copyOf(conditions);
    }

    private static Condition freeze(LockTable table, String rule, LockScope scope) {
        Optional<FreezeSwitch> on = table.freeze(scope);
        return on.map(f -> Condition.failed(
                        rule,
                        "no freeze of " + scope,
                        "frozen since " + f.since() + " by " + f.by() + ": " + f.reason(),
                        WAIT_FREEZE))
                .orElseGet(() -> Condition.passed(rule, "no freeze of " + scope, "none"));
    }

    private Condition calendar() {
        String rule = "freeze.calendar";
        if (freezes == null) {
            return Condition.failed(rule, "a known calendar", "unknown", "load the catalog");
        }
        return freezes.stream()
                .filter(f -> f.contains(now))
                .findFirst()
                .map(f -> Condition.failed(
                        rule,
                        "no freeze of " + environment + " at " + now,
                        f.reason() + ", from " + f.from() + " until " + f.until(),
                        "wait until " + f.until()))
                .orElseGet(() -> Condition.passed(rule, "no freeze of " + environment + " at " + now, "none"));
    }

    private Condition window() {
        String rule = "window";
        if (windows == null) {
            return Condition.failed(rule, "known windows", "unknown", "load the catalog");
        }
        if (windows.isEmpty()) {
            return Condition.passed(rule, "writes at any time", now.toString());
        }
        return Condition.of(
                rule,
                windows.stream().anyMatch(w -> w.contains(now)),
                "one of the windows of " + environment + ": " + windows,
                now.toString(),
                "wait until a window opens");
    }

    /** Nobody takes an environment in which another run is at work; what ended in doubt holds up its own stack only. */
    private Condition alone(LockTable table) {
        String rule = "lock.environment.stacks";
        String expected = "no other run at work in " + environment + ", which one run at a time may change";
        return all.stream()
                .map(on -> table.lock(LockScope.stack(on)))
                .flatMap(Optional::stream)
                .filter(lock -> !lock.run().equals(run) && !lock.isFrozen())
                .findFirst()
                .map(lock ->
                        Condition.failed(rule, expected, held(lock), "wait until it is released, then apply again"))
                .orElseGet(() -> Condition.passed(rule, expected, "none of " + all.size()));
    }

    /** What this stack reads from the others must be there: none of them is being changed, and none is in doubt. */
    private Condition upstream(LockTable table) {
        String rule = "order.upstream";
        if (upstream == null) {
            return Condition.failed(rule, "known dependencies", "unknown", "load the catalog");
        }
        String expected = "no stack that it depends on is being changed or in doubt";
        Set<StackId> above = upstream.above(stack);
        return above.stream()
                .map(on -> table.lock(LockScope.stack(on)))
                .flatMap(Optional::stream)
                .findFirst()
                .map(lock -> Condition.failed(
                        rule,
                        expected,
                        held(lock)
                                + upstream.through(
                                        stack, new StackId(lock.scope().name()))
                                + (lock.isFrozen() ? ", frozen because it ended as " + lock.frozenBecause() : ""),
                        lock.isFrozen()
                                ? "repair, import, re-plan or revert there, then unlock " + lock.scope()
                                : "wait until it is released, then apply again"))
                .orElseGet(() -> Condition.passed(rule, expected, "none of " + above.size()));
    }

    private static String held(Lock lock) {
        return lock.scope() + " is held by " + lock.run() + " since " + lock.since();
    }

    private Condition lock(LockTable table, String rule, LockScope scope) {
        Optional<Lock> held = table.lock(scope);
        String expected = scope + " free or held by " + run;
        if (held.isEmpty()) {
            return Condition.passed(rule, expected, "free");
        }
        Lock lock = held.get();
        String found = "held by " + lock.run() + " since " + lock.since() + ": " + lock.reason()
                + (lock.isFrozen() ? ", frozen because it ended as " + lock.frozenBecause() : "");
        // A frozen lock is nobody's to go on with, its own run included: what happened is in doubt.
        boolean own = lock.run().equals(run) && !lock.isFrozen();
        return Condition.of(
                rule,
                own,
                expected,
                found,
                lock.isFrozen()
                        ? "repair, import, re-plan or revert, then unlock " + scope
                        : "wait until it is released; if its run is dead, unlock " + scope);
    }
}
