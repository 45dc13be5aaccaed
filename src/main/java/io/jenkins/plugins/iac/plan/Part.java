package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;

/** The parts of a plan's JSON that are read as one value each, and where their marks of sensitivity stand. */
enum Part {
    /** An element of {@code resource_changes}. */
    RESOURCE_CHANGE,
    /** An element of {@code resource_drift}. */
    DRIFT,
    /** An element of {@code deferred_changes}. */
    DEFERRED_CHANGE,
    /** A member of {@code output_changes}. */
    OUTPUT_CHANGE,
    /** An element of {@code action_invocations} or {@code deferred_action_invocations}. */
    ACTION,
    /** A resource of {@code planned_values} or {@code prior_state}. */
    STATE_RESOURCE,
    /** An output of {@code planned_values} or {@code prior_state}. */
    STATE_OUTPUT,
    /** A member of {@code variables}; whether it is sensitive stands in the configuration. */
    VARIABLE,
    CONFIG_VARIABLE,
    CONFIG_OUTPUT,
    CONFIG_RESOURCE,
    /** What a module call hands to one variable; whether it is sensitive stands in the module. */
    MODULE_ARGUMENT,
    PROVIDER_CONFIG,
    CHECK,
    /** An element of {@code relevant_attributes}, whose order Terraform leaves open. */
    RELEVANT_ATTRIBUTE,
    /** The time of planning. */
    TIMESTAMP,
    /** Everything else. */
    OTHER;

    /** Puts the marks that stand inside this part; whoever hashes it finds names that stand twice. */
    void mark(JsonTape tape, Marks marks) {
        if (this != OTHER) {
            marks.strict(0);
        }
        switch (this) {
            case RESOURCE_CHANGE, DRIFT -> change(tape, tape.member(0, Names.CHANGE), marks);
            case DEFERRED_CHANGE -> {
                int change = tape.member(0, Names.RESOURCE_CHANGE);
                marks.strict(change);
                change(tape, change < 0 ? -1 : tape.member(change, Names.CHANGE), marks);
            }
            case OUTPUT_CHANGE -> change(tape, 0, marks);
            case ACTION -> pair(tape, 0, Names.CONFIG_VALUES, Names.CONFIG_SENSITIVE, marks);
            case STATE_RESOURCE -> pair(tape, 0, Names.VALUES, Names.SENSITIVE_VALUES, marks);
            case STATE_OUTPUT -> pair(tape, 0, Names.VALUE, Names.SENSITIVE, marks);
            case CONFIG_VARIABLE -> {
                if (isDeclaredSensitive(tape)) {
                    marks.putAll(tape.member(0, Names.DEFAULT));
                }
            }
            case CONFIG_OUTPUT -> {
                if (isDeclaredSensitive(tape)) {
                    constants(tape, 0, marks);
                }
            }
            default -> {
                // No marks of their own.
            }
        }
    }

    /** Puts the marks of a part that its declaration elsewhere says is sensitive. */
    void markDeclared(JsonTape tape, Marks marks) {
        if (this == VARIABLE) {
            marks.putAll(tape.member(0, Names.VALUE));
        } else {
            constants(tape, 0, marks);
        }
    }

    /** Whether a variable or output of the configuration is declared sensitive, or ephemeral, which is more. */
    static boolean isDeclaredSensitive(JsonTape tape) {
        return isSet(tape, tape.member(0, Names.SENSITIVE)) || isSet(tape, tape.member(0, Names.EPHEMERAL));
    }

    private static boolean isSet(JsonTape tape, int token) {
        return token >= 0 && tape.kind(token) != JsonTape.FALSE && tape.kind(token) != JsonTape.NULL;
    }

    private static void change(JsonTape tape, int change, Marks marks) {
        if (change >= 0) {
            marks.strict(change);
            pair(tape, change, Names.BEFORE, Names.BEFORE_SENSITIVE, marks);
            pair(tape, change, Names.AFTER, Names.AFTER_SENSITIVE, marks);
        }
    }

    private static void pair(JsonTape tape, int object, byte[] value, byte[] mark, Marks marks) {
        marks.put(tape.member(object, value), tape.member(object, mark));
    }

    /** Marks every {@code constant_value} of an expression; references stay. */
    private static void constants(JsonTape tape, int token, Marks marks) {
        boolean object = tape.kind(token) == JsonTape.OBJECT;
        if (!tape.isContainer(token)) {
            return;
        }
        for (int at = token + 1; at < tape.after(token); ) {
            int value = object ? at + 1 : at;
            if (object && tape.is(at, Names.CONSTANT_VALUE)) {
                marks.putAll(value);
            } else {
                constants(tape, value, marks);
            }
            at = tape.after(value);
        }
    }
}
