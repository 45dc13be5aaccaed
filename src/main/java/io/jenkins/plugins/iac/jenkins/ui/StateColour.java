package io.jenkins.plugins.iac.jenkins.ui;

import io.jenkins.plugins.iac.run.RunState;

/** How Jenkins colours a state: success, warning, danger or info. Never the only thing that tells it. */
public final class StateColour {
    private StateColour() {}

    /** The word with which Jenkins' style sheets name the colour. */
    public static String of(RunState state) {
        return switch (state) {
            case VERIFIED, APPROVED, NO_CHANGES, CHECKED, PLAN_ONLY -> "success";
            case PLANNED, AWAITING_APPROVAL, EXPIRED, CANCELED -> "warning";
            case REJECTED,
                    REFUSED,
                    DISCARDED,
                    FAILED,
                    POLICY_FAILED,
                    APPLY_FAILED,
                    APPLY_UNKNOWN,
                    VERIFICATION_FAILED -> "danger";
            default -> "info";
        };
    }
}
