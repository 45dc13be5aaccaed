package io.jenkins.plugins.iac.approval;

import io.jenkins.plugins.iac.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the approval of one plan stands.
 *
 * @param counted votes that count, in the order in which they were cast
 * @param refused votes that do not, each with the first reason
 * @param missing what is still needed; empty where nothing is
 */
public record ApprovalStatus(State state, List<Counted> counted, List<Refused> refused, List<Missing> missing) {
    /** Where it stands. */
    public enum State {
        WAITING,
        APPROVED,
        REJECTED,
        EXPIRED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A vote that counts.
     *
     * @param requirements names of the requirements for which it counts; for a reject, none
     */
    public record Counted(Vote vote, List<String> requirements) {
        public Counted {
            requirements = List.copyOf(requirements);
        }
    }

    /** A vote that does not count, and why: a failed condition with rule, both values and what to do. */
    public record Refused(Vote vote, Condition reason) {}

    /**
     * What is still needed.
     *
     * @param requirement its name
     * @param need votes of distinct people that are needed, with those that unknown people cost
     * @param have votes that count for it
     * @param teams teams whose members may give them; where every team must vote, the one team that is short
     */
    public record Missing(String requirement, int need, int have, List<String> teams) {
        public Missing {
            teams = List.copyOf(teams);
        }
    }

    public ApprovalStatus {
        counted = List.copyOf(counted);
        refused = List.copyOf(refused);
        missing = List.copyOf(missing);
    }

    /** The same with further votes that do not count. */
    public ApprovalStatus alsoRefused(List<Refused> more) {
        List<Refused> all = new ArrayList<>(refused);
        all.addAll(more);
        return new ApprovalStatus(state, counted, all, missing);
    }

    public boolean isApproved() {
        return state == State.APPROVED;
    }
}
