package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

public class LifecycleTest {
    /** The table of the specification, a line a state; "!" marks an end. */
    private static final String TABLE =
            """
            requested: admitted canceled rejected
            admitted: canceled queued
            rejected: sealed
            queued: assigned canceled
            assigned: canceled preparing
            preparing: canceled checked failed planning
            checked: sealed
            planning: canceled failed no_changes planned
            planned: canceled policy_checked policy_failed policy_overridden
            no_changes: sealed
            policy_checked: approved awaiting_approval canceled plan_only
            policy_failed: sealed
            policy_overridden: approved awaiting_approval canceled plan_only
            plan_only: sealed
            awaiting_approval: approved canceled discarded expired
            approved: apply_queued canceled discarded expired refused
            discarded: sealed
            expired: sealed
            apply_queued: apply_assigned canceled discarded expired refused
            apply_assigned: apply_queued canceled expired failed locked refused
            locked: applying canceled expired failed refused
            refused: sealed
            applying: applied apply_failed apply_queued apply_unknown refused
            applied: verification_failed verifying
            apply_failed: sealed
            apply_unknown: sealed
            verifying: verification_failed verified
            verified: sealed
            verification_failed: sealed
            failed: sealed
            canceled: sealed
            sealed:
            """;

    @Test
    public void table_isTheOneOfTheSpecification() {
        String found = Arrays.stream(RunState.values())
                .map(s -> s + ":"
                        + Lifecycle.following(s).stream()
                                .map(RunState::id)
                                .sorted()
                                .map(id -> " " + id)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
        assertEquals(
                Arrays.stream(TABLE.strip().split("\n"))
                        .map(String::strip)
                        .sorted()
                        .toList(),
                Arrays.stream(found.split("\n")).sorted().toList());
    }

    @Test
    public void everyState_isReachedFromRequested_andLeadsToSealed() {
        assertEquals(EnumSet.allOf(RunState.class), reachable(RunState.REQUESTED));
        for (RunState state : RunState.values()) {
            assertTrue(state + " never ends", reachable(state).contains(RunState.SEALED));
        }
    }

    @Test
    public void applying_isReachedOnlyThroughApprovedAndLocked() {
        for (RunState state : RunState.values()) {
            assertEquals(state.id(), state == RunState.LOCKED, Lifecycle.isLegal(state, RunState.APPLYING));
        }
        assertFalse(reachableWithout(RunState.REQUESTED, RunState.APPROVED).contains(RunState.APPLYING));
    }

    @Test
    public void canceled_isImpossibleOnceApplying() {
        for (RunState state : EnumSet.of(
                RunState.APPLYING, RunState.APPLIED, RunState.VERIFYING, RunState.APPLY_UNKNOWN, RunState.SEALED)) {
            assertFalse(state.id(), Lifecycle.isLegal(state, RunState.CANCELED));
        }
    }

    @Test
    public void everyState_saysWhatItMeansAndWhatToDo() {
        for (RunState state : RunState.values()) {
            assertFalse(state.id(), state.meaning().isBlank() || state.next().isBlank());
            if (Lifecycle.freezes(state)) {
                assertEquals(state.id(), RunState.Recovery.DURING_APPLY, state.recovery());
                assertTrue(state.next(), state.next().contains("frozen"));
            }
        }
    }

    /** The cases of the specification; a state that nobody thought of is in none of these rows and fails. */
    @Test
    public void everyState_fallsIntoOneCaseOfRecovery() {
        Map<RunState.Recovery, Set<RunState>> table = Map.of(
                RunState.Recovery.BEFORE_LOCK,
                EnumSet.of(
                        RunState.REQUESTED,
                        RunState.ADMITTED,
                        RunState.QUEUED,
                        RunState.ASSIGNED,
                        RunState.POLICY_CHECKED,
                        RunState.POLICY_OVERRIDDEN,
                        RunState.AWAITING_APPROVAL,
                        RunState.APPROVED,
                        RunState.APPLY_QUEUED),
                RunState.Recovery.NETWORK,
                EnumSet.of(RunState.PREPARING, RunState.APPLY_ASSIGNED),
                RunState.Recovery.CREDENTIAL,
                EnumSet.of(RunState.PLANNING),
                RunState.Recovery.POLICY_ENGINE,
                EnumSet.of(RunState.PLANNED),
                RunState.Recovery.AFTER_LOCK,
                EnumSet.of(RunState.LOCKED),
                RunState.Recovery.DURING_APPLY,
                EnumSet.of(
                        RunState.APPLYING,
                        RunState.APPLIED,
                        RunState.VERIFYING,
                        RunState.APPLY_FAILED,
                        RunState.APPLY_UNKNOWN,
                        RunState.VERIFICATION_FAILED));
        for (RunState state : RunState.values()) {
            RunState.Recovery expected = table.entrySet().stream()
                    .filter(row -> row.getValue().contains(state))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(RunState.Recovery.NONE);
            assertEquals(state.id(), expected, state.recovery());
            if (expected == RunState.Recovery.NONE) {
                assertFalse(state.id(), Lifecycle.isLive(state));
            }
        }
    }

    private static Set<RunState> reachable(RunState from) {
        return reachableWithout(from, null);
    }

    private static Set<RunState> reachableWithout(RunState from, RunState without) {
        Set<RunState> seen = EnumSet.of(from);
        Deque<RunState> todo = new ArrayDeque<>(seen);
        while (!todo.isEmpty()) {
            for (RunState next : Lifecycle.following(todo.pop())) {
                if (next != without && seen.add(next)) {
                    todo.push(next);
                }
            }
        }
        return seen;
    }
}
