package io.jenkins.plugins.iac.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that a condition may ask about, with the name it has in CEL. Facts up to {@link #NOW} are known at admission,
 * those up to {@link #TASKS} once there is a plan; the last ones describe paths through a catalog.
 */
public enum Fact {
    SOURCE_KIND("source.kind", FactType.STRING),
    SOURCE_REPOSITORY("source.repository", FactType.STRING),
    SOURCE_COMMIT("source.commit", FactType.STRING),
    SOURCE_REF("source.ref", FactType.STRING),
    SOURCE_REQUEST("source.request", FactType.STRING),
    SOURCE_ACTOR("source.actor", FactType.STRING),
    SOURCE_AUTHOR("source.author", FactType.STRING),
    SOURCE_TRIGGER("source.trigger", FactType.STRING),
    SOURCE_COMMIT_SIGNED("source.commitSigned", FactType.BOOL),
    STACK_ID("stack.id", FactType.STRING),
    STACK_OWNER("stack.owner", FactType.STRING),
    STACK_RESOURCE_CLASS("stack.resourceClass", FactType.STRING),
    STACK_DIRECTORY("stack.directory", FactType.STRING),
    STACK_REPOSITORY("stack.repository", FactType.STRING),
    ENVIRONMENT_NAME("environment.name", FactType.STRING),
    ENVIRONMENT_PROTECTED("environment.protected", FactType.BOOL),
    OPERATION("operation", FactType.STRING),
    POOL_NAME("pool.name", FactType.STRING),
    POOL_TRUST("pool.trust", FactType.STRING),
    IDENTITY_NAME("identity.name", FactType.STRING),
    ACTOR("actor", FactType.STRING),
    TRIGGER("trigger", FactType.STRING),
    NOW("now", FactType.TIMESTAMP),

    PLAN_CREATE("plan.create", FactType.INT),
    PLAN_UPDATE("plan.update", FactType.INT),
    PLAN_DELETE("plan.delete", FactType.INT),
    PLAN_REPLACE("plan.replace", FactType.INT),
    PLAN_READ("plan.read", FactType.INT),
    PLAN_NO_OP("plan.no_op", FactType.INT),
    PLAN_FORGET("plan.forget", FactType.INT),
    PLAN_IMPORT("plan.import", FactType.INT),
    /** The same number as {@link #PLAN_IMPORT}, for those who know {@code import} as a reserved word of CEL. */
    PLAN_IMPORTED("plan.imported", FactType.INT),
    PLAN_MOVE("plan.move", FactType.INT),
    /** The same number as {@link #PLAN_MOVE}. */
    PLAN_MOVED("plan.moved", FactType.INT),
    /** Addresses of what is deleted or replaced. */
    PLAN_DESTRUCTIVE("plan.destructive", FactType.STRINGS),
    PLAN_DRIFT("plan.drift", FactType.INT),
    /** One record for each resource change: {@code address}, {@code type}, {@code actions} and so on. */
    PLAN_CHANGES("plan.changes", FactType.CHANGES),
    /** Classes of risk found in the plan. */
    PLAN_RISK("plan.risk", FactType.STRINGS),
    /** Data classes of what is deleted or replaced, by the stack's {@code dataClasses}. */
    PLAN_DATA_CLASSES("plan.dataClasses", FactType.STRINGS),
    /** User ids of those whose vote counts so far. */
    APPROVERS("approvers", FactType.STRINGS),
    /** Teams of those whose vote counts so far, as recorded with the votes. */
    APPROVER_TEAMS("approverTeams", FactType.STRINGS),
    /** Role that the identity assumes, empty where there is none. */
    IDENTITY_ROLE("identity.role", FactType.STRING),
    POOL_EPHEMERAL("pool.ephemeral", FactType.BOOL),
    /** Ticket that was named with the request, empty where none was. */
    TICKET("ticket", FactType.STRING),
    /** Whether this is a break-glass run. */
    EMERGENCY("emergency", FactType.BOOL),
    /** Whether the plan after the apply was empty; known at the point verify. */
    VERIFICATION_EMPTY("verification.empty", FactType.BOOL),
    TOOL_NAME("tool.name", FactType.STRING),
    TOOL_VERSION("tool.version", FactType.STRING),
    /** Results of external checks by name. */
    TASKS("tasks", FactType.TASKS),

    /** How a path through the catalog is carried out: {@code full} or {@code static}. */
    LANE("lane", FactType.STRING),
    /** Networks that can be reached on a path through the catalog. */
    NETWORKS("networks", FactType.STRINGS),
    /** Least number of different people who must approve, whatever the plan; the one who asks never counts. */
    APPROVALS("approvals", FactType.INT),
    /** Whether a path is only open in an emergency. */
    BREAK_GLASS("breakGlass", FactType.BOOL);

    private static final Map<String, Fact> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Fact::id, Function.identity()));

    private final String id;
    private final FactType type;

    Fact(String id, FactType type) {
        this.id = id;
        this.type = type;
    }

    /** The name in CEL, for example {@code source.ref}. */
    public String id() {
        return id;
    }

    public FactType type() {
        return type;
    }

    /** The fact of this name, if there is one in any vocabulary. */
    public static Optional<Fact> of(String id) {
        return Optional.ofNullable(BY_NAME.get(id));
    }

    @Override
    public String toString() {
        return id;
    }
}
