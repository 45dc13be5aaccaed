package io.jenkins.plugins.iac.plan;

import java.util.Arrays;
import java.util.Optional;

/** The parts of the plan digest, version 1, in alphabetical order; docs/plan-digest.md says what each is. */
public enum DigestPart {
    /** What the catalog grants the coming apply, hashed. */
    APPLY_TERMS("applyTerms"),
    /** {@link SavedPlan.PlannedBackend#hash}. */
    BACKEND("backend"),
    COMMIT("commit"),
    DIGEST_VERSION("digestVersion"),
    LOCK_FILE("lockFile"),
    MODULES("modules"),
    OPERATION("operation"),
    /** SHA-256 over the saved plan's bytes. */
    PLAN_FILE("planFile"),
    /** {@link PlanSummary#planJson}. */
    PLAN_JSON("planJson"),
    POLICY_BUNDLE("policyBundle"),
    REPOSITORY("repository"),
    SOURCE_TREE("sourceTree"),
    STACK("stack"),
    /** An empty state's is {@code ""}. */
    STATE_LINEAGE("stateLineage"),
    /** An empty state's is 0. */
    STATE_SERIAL("stateSerial"),
    TOOL("tool"),
    TOOL_SHA256("toolSha256"),
    TOOL_VERSION("toolVersion"),
    /** HMAC over the variables with a key of the controller. */
    VARIABLES("variables"),
    WORK_DIR("workDir"),
    WORKSPACE("workspace");

    private final String id;

    DigestPart(String id) {
        this.id = id;
    }

    /** The name in JSON and in messages. */
    public String id() {
        return id;
    }

    /** Whether the part is an integer; all others are texts. */
    public boolean isInteger() {
        return this == DIGEST_VERSION || this == STATE_SERIAL;
    }

    public static Optional<DigestPart> of(String id) {
        return Arrays.stream(values()).filter(part -> part.id.equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
