package io.jenkins.plugins.iac.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run may do, from harmless to grave; the order of the constants is that order. */
public enum Operation {
    FMT,
    VALIDATE,
    STATIC_POLICY,
    PLAN,
    DRIFT,
    IMPORT,
    APPLY,
    DESTROY,
    UNLOCK;

    private static final Operation[] ALL = values();

    private final String id = name().toLowerCase(Locale.ROOT);

    /** The spelling in YAML, JSON, on the command line and in token subjects: {@code static_policy}. */
    public String id() {
        return id;
    }

    /** Whether the operation needs no credential and executes no code of the stack; all that a fork may ask for. */
    public boolean isStatic() {
        return this == FMT || this == VALIDATE || this == STATIC_POLICY;
    }

    /** Whether the operation changes infrastructure, state or a lock. */
    public boolean isWrite() {
        return this == APPLY || this == DESTROY || this == IMPORT || this == UNLOCK;
    }

    /** The operation spelled so, if there is one. */
    public static Optional<Operation> of(String id) {
        for (Operation operation : ALL) {
            if (operation.id.equals(id)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }

    /** All spellings, in the order of gravity. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Operation::id).collect(Collectors.toUnmodifiableList());
    }

    @Override
    public String toString() {
        return id();
    }
}
