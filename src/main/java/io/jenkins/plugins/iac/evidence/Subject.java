package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.model.Sha256;
import java.util.Objects;

/**
 * A thing that a statement is about.
 *
 * @param name {@link #REQUEST}, {@link #PLAN} or {@link #STATE}
 */
public record Subject(String name, Sha256 digest) {
    /** The signed contract, or the request that was refused; every statement has it. */
    public static final String REQUEST = "request";
    /** The bytes of the saved plan. */
    public static final String PLAN = "plan";
    /** The bytes of the state as it was pulled after the run, or before it where there is no after. */
    public static final String STATE = "state";

    public Subject {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(digest, "digest");
    }
}
