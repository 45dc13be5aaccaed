package io.jenkins.plugins.iac.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The type of a fact: what a condition may compare it with, and the Java value that carries it. */
public enum FactType {
    /** {@link String}. */
    STRING("string"),
    /** {@link Boolean}. */
    BOOL("bool"),
    /** {@link Long}. */
    INT("int"),
    /** {@link Instant}. */
    TIMESTAMP("timestamp"),
    /** {@link List} of {@link String}. */
    STRINGS("list(string)"),
    /** {@link List} of {@link Map}, each with the members of a change. */
    CHANGES("list(change)"),
    /** {@link Map} from the name of an external check to a {@link Map} with the members of a task. */
    TASKS("map(string, task)");

    private final String cel;

    FactType(String cel) {
        this.cel = cel;
    }

    /** The type as CEL spells it. */
    public String cel() {
        return cel;
    }

    /** Whether a value is of this type, as far as its own class says. */
    boolean accepts(Object value) {
        return switch (this) {
            case STRING -> value instanceof String;
            case BOOL -> value instanceof Boolean;
            case INT -> value instanceof Long;
            case TIMESTAMP -> value instanceof Instant;
            case STRINGS, CHANGES -> value instanceof List;
            case TASKS -> value instanceof Map;
        };
    }
}
