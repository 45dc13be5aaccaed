package io.jenkins.plugins.iac.run;

import static io.jenkins.plugins.iac.run.RunState.*;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Every legal step of a run. What is not in this table does not happen: {@link RunBook} refuses it and records the attempt.
 *
 * <p>Beyond the straight way: {@code apply_assigned} may fall back to {@code apply_queued} (a freeze, a window, a lock held
 * by another run: nothing is wrong with the plan, it must wait), so may {@code applying} where the tool did not get the backend's lock, and the door may end a run as {@code refused} (a part of
 * the digest differs) or {@code expired} (the approvals are too old) at any point before {@code applying}.
 */
public final class Lifecycle {
    private static final Map<RunState, Set<RunState>> STEPS = new EnumMap<>(RunState.class);
    private static final Set<RunState> ENDS = EnumSet.of(
            REJECTED,
            CHECKED,
            NO_CHANGES,
            POLICY_FAILED,
            PLAN_ONLY,
            DISCARDED,
            EXPIRED,
            REFUSED,
            APPLY_FAILED,
            APPLY_UNKNOWN,
            VERIFIED,
            VERIFICATION_FAILED,
            FAILED,
            CANCELED);
    private static final Set<RunState> FREEZING = EnumSet.of(APPLY_FAILED, APPLY_UNKNOWN, VERIFICATION_FAILED);

    static {
        step(REQUESTED, ADMITTED, REJECTED);
        step(ADMITTED, QUEUED);
        step(QUEUED, ASSIGNED);
        step(ASSIGNED, PREPARING);
        step(PREPARING, CHECKED, PLANNING, FAILED);
        step(PLANNING, PLANNED, NO_CHANGES, FAILED);
        step(PLANNED, POLICY_CHECKED, POLICY_FAILED, POLICY_OVERRIDDEN);
        step(POLICY_CHECKED, PLAN_ONLY, AWAITING_APPROVAL, APPROVED);
        step(POLICY_OVERRIDDEN, PLAN_ONLY, AWAITING_APPROVAL, APPROVED);
        step(AWAITING_APPROVAL, APPROVED, DISCARDED, EXPIRED);
        step(APPROVED, APPLY_QUEUED, DISCARDED, EXPIRED, REFUSED);
        step(APPLY_QUEUED, APPLY_ASSIGNED, DISCARDED, EXPIRED, REFUSED);
        step(APPLY_ASSIGNED, APPLY_QUEUED, LOCKED, EXPIRED, REFUSED, FAILED);
        step(LOCKED, APPLYING, EXPIRED, REFUSED, FAILED);
        step(APPLYING, APPLIED, APPLY_FAILED, APPLY_UNKNOWN);
        // The worker measures once more under the credential and may prove that it started nothing.
        step(APPLYING, REFUSED);
        // It may also prove that the tool did not get the backend's lock: then the plan waits.
        step(APPLYING, APPLY_QUEUED);
        step(APPLIED, VERIFYING);
        step(VERIFYING, VERIFIED, VERIFICATION_FAILED);
        // Whoever looks after a crash finds the run where it stood.
        step(APPLIED, VERIFICATION_FAILED);
        for (RunState state : RunState.values()) {
            if (isBeforeApplying(state)) {
                STEPS.get(state).add(CANCELED);
            }
        }
        ENDS.forEach(end -> step(end, SEALED));
    }

    private Lifecycle() {}

    private static void step(RunState from, RunState... to) {
        STEPS.computeIfAbsent(from, k -> EnumSet.noneOf(RunState.class)).addAll(Set.of(to));
    }

    /** Whether the table has this step. */
    public static boolean isLegal(RunState from, RunState to) {
        return following(from).contains(to);
    }

    /** The states that may follow; empty for {@link RunState#SEALED}. */
    public static Set<RunState> following(RunState from) {
        return Set.copyOf(STEPS.getOrDefault(from, Set.of()));
    }

    /** Whether only sealing is left. */
    public static boolean isEnd(RunState state) {
        return ENDS.contains(state);
    }

    /** Whether a run that stands here is neither at an end nor sealed. */
    public static boolean isLive(RunState state) {
        return !isEnd(state) && state != SEALED;
    }

    /** Whether an end freezes the stack until a person has chosen what to do. */
    public static boolean freezes(RunState end) {
        return FREEZING.contains(end);
    }

    /** Whether nothing can have been changed yet, so that the run may still be canceled. */
    public static boolean isBeforeApplying(RunState state) {
        return isLive(state) && state.compareTo(APPLYING) < 0;
    }
}
