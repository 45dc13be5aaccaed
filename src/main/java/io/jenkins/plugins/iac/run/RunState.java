package io.jenkins.plugins.iac.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a run stands, what that means, and what to do next. Which state may follow which stands in {@link Lifecycle} and
 * nowhere else.
 */
public enum RunState {
    REQUESTED(Recovery.BEFORE_LOCK, "asked for, not judged yet", "wait for admission"),
    ADMITTED(Recovery.BEFORE_LOCK, "admission passed", "wait for an agent of the pool"),
    REJECTED(
            Recovery.NONE,
            "admission refused the run",
            "read which condition failed and mend the request or the catalog"),
    QUEUED(Recovery.BEFORE_LOCK, "waiting for an agent of the pool", "wait, or look why the pool is busy"),
    ASSIGNED(Recovery.BEFORE_LOCK, "an agent took the run", "wait"),
    PREPARING(Recovery.NETWORK, "the agent is judged and the fixed commit is checked out", "wait"),
    CHECKED(Recovery.NONE, "the static lane passed; nothing was planned", "have the change reviewed and merged"),
    PLANNING(Recovery.CREDENTIAL, "the tool is planning", "wait"),
    PLANNED(Recovery.POLICY_ENGINE, "the plan is kept and its digest is known", "wait for the policies"),
    NO_CHANGES(Recovery.NONE, "the plan changes nothing", "nothing to do"),
    POLICY_CHECKED(Recovery.BEFORE_LOCK, "all mandatory policies passed", "wait"),
    POLICY_FAILED(Recovery.NONE, "a mandatory policy refused the plan", "read which one, mend the code, plan again"),
    POLICY_OVERRIDDEN(Recovery.BEFORE_LOCK, "a soft-mandatory policy was overridden, with a reason", "wait"),
    PLAN_ONLY(Recovery.NONE, "a speculative plan, done", "merge, and let the branch plan again to apply"),
    AWAITING_APPROVAL(Recovery.BEFORE_LOCK, "people must approve this digest", "approve or reject the plan"),
    APPROVED(Recovery.BEFORE_LOCK, "this digest has every approval it needs", "apply it before the approval expires"),
    DISCARDED(Recovery.NONE, "somebody rejected the plan", "read why, then plan again"),
    EXPIRED(Recovery.NONE, "the approval or the wait for it expired", "plan again and have it approved"),
    APPLY_QUEUED(
            Recovery.BEFORE_LOCK,
            "approved, waiting for an agent, a lock or the end of a freeze",
            "apply again when the reason is gone"),
    APPLY_ASSIGNED(Recovery.NETWORK, "an agent took the apply", "wait"),
    LOCKED(
            Recovery.AFTER_LOCK,
            "the stack is locked by this run; nothing was changed yet",
            "wait; after a crash the lock is released"),
    REFUSED(Recovery.NONE, "the door said no; nothing was changed", "read which part differs, plan again"),
    APPLYING(Recovery.DURING_APPLY, "the tool is changing infrastructure", "wait"),
    APPLIED(Recovery.DURING_APPLY, "the tool reported success", "wait for the verification"),
    APPLY_FAILED(
            Recovery.DURING_APPLY,
            "the tool failed while applying; some changes may have been made",
            "the stack is frozen: repair, import, re-plan or revert, then unlock it"),
    APPLY_UNKNOWN(
            Recovery.DURING_APPLY,
            "nobody knows whether the apply happened",
            "the stack is frozen: compare the state with the world, then repair, import, re-plan or revert and unlock it"),
    VERIFYING(Recovery.DURING_APPLY, "a plan after the apply must be empty", "wait"),
    VERIFIED(Recovery.NONE, "applied, and a plan after it is empty", "nothing to do"),
    VERIFICATION_FAILED(
            Recovery.DURING_APPLY,
            "applied, but a plan after it is not empty, or a check or a policy does not hold",
            "the stack is frozen: look at what is left, then re-plan or revert and unlock it;"
                    + " what soft-mandatory policies alone refused their team may override"),
    FAILED(Recovery.NONE, "the run failed before anything was changed", "read the error, mend it, run again"),
    CANCELED(Recovery.NONE, "stopped before anything was changed", "run again"),
    SEALED(Recovery.NONE, "evidence is sealed and logged", "verify it whenever you like");

    /** What a crash in this state means. */
    public enum Recovery {
        /** Nothing is to be done. */
        NONE("nothing runs any more"),
        /** Cancel. */
        BEFORE_LOCK("no lock is held, and no credential was issued but for a try that began nothing"),
        /** Throw away what was fetched; cancel, or let the approved plan wait again. */
        NETWORK(
                "the code was being fetched and may be half there; nothing of it was executed, no credential was issued"),
        /** Release the lock and cancel. */
        AFTER_LOCK("the lock is held, nothing was changed"),
        /** Freeze the stack. */
        DURING_APPLY("something may have been changed"),
        /** Cancel. */
        CREDENTIAL("a read credential may live until it expires"),
        /** Cancel. */
        POLICY_ENGINE("the policies were not judged; that never counts as passed");

        private final String meaning;

        Recovery(String meaning) {
            this.meaning = meaning;
        }

        /** What may have happened. */
        public String meaning() {
            return meaning;
        }
    }

    private final Recovery recovery;
    private final String meaning;
    private final String next;

    RunState(Recovery recovery, String meaning, String next) {
        this.recovery = recovery;
        this.meaning = meaning;
        this.next = next;
    }

    /** The spelling in JSON and on pages: {@code awaiting_approval}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Recovery recovery() {
        return recovery;
    }

    public String meaning() {
        return meaning;
    }

    public String next() {
        return next;
    }

    public static Optional<RunState> of(String id) {
        return Arrays.stream(values()).filter(s -> s.id().equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id();
    }
}
