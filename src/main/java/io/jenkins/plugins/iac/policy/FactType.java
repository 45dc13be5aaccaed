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
    /** {@link List} of {@link Map} from string to anything. */
    RECORDS("list(map(string, dyn))"),
    /** {@link Map} from string to anything. */
    RECORD("map(string, dyn)");

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
            case STRINGS, RECORDS -> value instanceof List;
            case RECORD -> value instanceof Map;
        };
    }
}
