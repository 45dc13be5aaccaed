package io.jenkins.plugins.iac.run;

import java.util.Locale;

/** How a run ended, as charts and meters tell it. */
public enum EndKind {
    WELL,
    STOPPED,
    FAILED,
    /** The world may have been changed and nobody knows how far. */
    DOUBT;

    /** The kind of an end; whatever is neither well, failed nor in doubt was stopped. */
    public static EndKind of(RunState end) {
        return switch (end) {
            case VERIFIED, NO_CHANGES, PLAN_ONLY, CHECKED -> WELL;
            case APPLY_FAILED, APPLY_UNKNOWN, VERIFICATION_FAILED -> DOUBT;
            case FAILED -> FAILED;
            default -> STOPPED;
        };
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
