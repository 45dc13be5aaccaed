package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;

/** What a place in a plan holds, which says how it is searched for secrets; see {@link RedactWriter}. */
enum RedactMode {
    /** The plan's own structure, with values somewhere inside. */
    FORMAT,
    /** What the plan says of itself. */
    STRUCTURE,
    /** An expression of the configuration. */
    EXPRESSION,
    /** What providers and people chose. */
    VALUE;

    /** Members by which a plan speaks of itself. */
    private static final NameSet STRUCTURES = new NameSet(
            "action_reason",
            "actions",
            "address",
            "attribute",
            "deposed",
            "depends_on",
            "format_version",
            "full_name",
            "kind",
            "mode",
            "module_address",
            "name",
            "plan_format_version",
            "previous_address",
            "provider_config_key",
            "provider_format_version",
            "provider_name",
            "reason",
            "references",
            "replace_paths",
            "resource",
            "status",
            "terraform_version",
            "timestamp",
            "to_display",
            "type",
            "version_constraint");
    /** Members that hold what providers and people chose, whatever the names inside. */
    private static final NameSet VALUES = new NameSet(
            "after",
            "after_identity",
            "before",
            "before_identity",
            "config_values",
            "constant_value",
            "default",
            "identity",
            "importing",
            "index",
            "value",
            "values");

    private static final NameSet EXPRESSIONS =
            new NameSet("count_expression", "expression", "expressions", "for_each_expression");
    private static final NameSet REFERENCES = new NameSet("references");

    static RedactMode of(Part part, String name) {
        boolean structure = part == Part.OTHER && name != null && STRUCTURES.has(name);
        return structure ? STRUCTURE : part == Part.MODULE_ARGUMENT ? EXPRESSION : FORMAT;
    }

    /** What the value of a member holds. */
    RedactMode under(JsonTape tape, int name) {
        return switch (this) {
            case FORMAT ->
                STRUCTURES.has(tape, name)
                        ? STRUCTURE
                        : VALUES.has(tape, name) ? VALUE : EXPRESSIONS.has(tape, name) ? EXPRESSION : FORMAT;
            case EXPRESSION -> REFERENCES.has(tape, name) ? STRUCTURE : VALUES.has(tape, name) ? VALUE : EXPRESSION;
            default -> this;
        };
    }
}
