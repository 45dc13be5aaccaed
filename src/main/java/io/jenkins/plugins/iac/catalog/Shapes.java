package io.jenkins.plugins.iac.catalog;

import static io.jenkins.plugins.iac.catalog.FieldTypes.COUNT;
import static io.jenkins.plugins.iac.catalog.FieldTypes.CREDENTIALED;
import static io.jenkins.plugins.iac.catalog.FieldTypes.FLAG;
import static io.jenkins.plugins.iac.catalog.FieldTypes.LABELS;
import static io.jenkins.plugins.iac.catalog.FieldTypes.LEVEL;
import static io.jenkins.plugins.iac.catalog.FieldTypes.NAME;
import static io.jenkins.plugins.iac.catalog.FieldTypes.OPERATIONS;
import static io.jenkins.plugins.iac.catalog.FieldTypes.SENTENCE;
import static io.jenkins.plugins.iac.catalog.FieldTypes.TRUST;
import static io.jenkins.plugins.iac.catalog.FieldTypes.listOf;
import static io.jenkins.plugins.iac.catalog.FieldTypes.listOfRecords;
import static io.jenkins.plugins.iac.catalog.FieldTypes.ref;
import static io.jenkins.plugins.iac.catalog.FieldTypes.text;

import io.jenkins.plugins.iac.model.Cloud;
import io.jenkins.plugins.iac.model.TaskNetwork;
import io.jenkins.plugins.iac.model.TaskStage;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.policy.Vocabulary;
import io.jenkins.plugins.iac.policy.Words;
import java.util.List;
import java.util.Set;

/** The one table of everything that may stand in a catalog. The validator, the JSON Schema and the export all read it. */
final class Shapes {
    private static final List<String> CHANGES = List.of("create", "update", "delete", "replace", "read", "forget");
    private static final List<String> TASK_LEVELS = List.of("advisory", "mandatory");
    static final List<String> DAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
    static final List<String> TOOLS = Words.TOOLS;
    private static final long DAY = 86_400;

    private static final Shape TEAM = Shape.of("team", "people whose votes count together")
            .must("name", NAME, "name of the team, unique")
            .may("users", listOf(text(Grammar.PRINCIPAL)), "user ids")
            .may("groups", listOf(text(Grammar.PRINCIPAL)), "groups of the security realm")
            .build();

    private static final Shape FREEZE = Shape.of("freeze", "a time in which nothing is changed")
            .must("from", new Type.Moment(), "first instant")
            .must("until", new Type.Moment(), "first instant after it")
            .may("reason", SENTENCE, "why, for those who are stopped by it")
            .build();

    private static final Shape WINDOW = Shape.of("window", "a weekly time in which changes are allowed")
            .must("days", new Type.ListOf(new Type.Choice(DAYS), 1, true), "days on which it opens")
            .must("from", new Type.Clock(), "opening time, inclusive")
            .must("until", new Type.Clock(), "closing time, exclusive; not after from means past midnight")
            .must("zone", new Type.Zone(), "time zone, for example Europe/Berlin")
            .build();

    private static final Shape APPROVAL = Shape.of("approval", "an approval that a plan needs")
            .must("name", NAME, "name of the requirement, unique in its environment")
            .may("when", new Type.Condition(Vocabulary.RUN), "CEL condition over plan and run; always where absent")
            .must(
                    "teams",
                    new Type.ListOf(new Type.Text(Grammar.TEAM_OR_OWNER, Kind.TEAM), 1, true),
                    "teams whose members may vote; @stack.owner is the stack's owner")
            .may("allTeams", FLAG, "whether each team must give its votes, rather than any one of them")
            .may("count", new Type.Whole(1, 20), "distinct people; 1 where absent")
            .build();

    private static final Shape OVERRIDES = Shape.of("overrides", "who may override a soft-mandatory policy")
            .must("team", ref(Kind.TEAM), "the team")
            .build();

    private static final Shape DESTROY = Shape.of("destroy", "what taking a stack down needs beyond the approvals")
            .may("ticket", text(Grammar.TICKET), "beginning of the ticket that must be named with the request")
            .may("approvals", listOf(new Type.Record(APPROVAL)), "approvals beside those of the environment")
            .may(
                    "secondOperator",
                    ref(Kind.TEAM),
                    "team of which one person must confirm whose vote is needed for nothing else")
            .may("runTasks", listOf(ref(Kind.RUN_TASK)), "external checks that must pass")
            .may("windows", listOf(new Type.Record(WINDOW)), "weekly times for it; any time where empty")
            .build();

    private static final Shape BREAK_GLASS = Shape.of("breakGlass", "how an environment is changed in an emergency")
            .must("teams", new Type.ListOf(ref(Kind.TEAM), 1, true), "teams whose members may approve")
            .may("count", new Type.Whole(2, 20), "distinct people; 2 where absent")
            .may(
                    "expiry",
                    new Type.Span(5 * 60, DAY),
                    "time from the request until the apply must have begun; 1h where absent")
            .must("alert", ref(Kind.RUN_TASK), "external check of the stage break_glass that is told of every request")
            .must(
                    "reviewers",
                    new Type.ListOf(ref(Kind.TEAM), 1, true),
                    "teams whose members may write the review afterwards")
            .may("identity", ref(Kind.IDENTITY), "identity for the apply; the stack's own where absent")
            .build();

    private static final Shape ENVIRONMENT = Shape.of("environment", "an environment and what protects it")
            .must("name", NAME, "name, unique")
            .may("protected", FLAG, "writes only from protectedRefs, never from a request")
            .may(
                    "protectedRefs",
                    listOf(text(Grammar.REF_PATTERN)),
                    "branches, or refs/tags/..., from which writes may come")
            .may("allowedSigners", text(Grammar.SIGNERS_PATH), "OpenSSH allowed signers file for commit signatures")
            .may("freezes", listOf(new Type.Record(FREEZE)), "times without changes")
            .may("windows", listOf(new Type.Record(WINDOW)), "weekly times with changes; any time where empty")
            .may("approvalExpiry", new Type.Span(60, 30 * DAY), "how long a vote counts; 24h where absent")
            .may("excludeAuthor", FLAG, "whether the change's author may not approve it")
            .may("approvals", listOf(new Type.Record(APPROVAL)), "approvals that a plan needs")
            .may("overrides", new Type.Record(OVERRIDES), "who may override a soft-mandatory policy")
            .may("destroy", new Type.Record(DESTROY), "what taking a stack down needs beyond the approvals")
            .may("breakGlass", new Type.Record(BREAK_GLASS), "how it is changed in an emergency; never where absent")
            .may("oneAtATime", FLAG, "whether one run at a time changes it: an apply takes the lock of the environment")
            .build();

    private static final Shape IDENTITY = Shape.of(
                    "identity", "a cloud role that a run may assume with a token of ours")
            .must("name", NAME, "name, unique")
            .must("environment", ref(Kind.ENVIRONMENT), "the one environment in which it may be used")
            .must(
                    "operations",
                    new Type.ListOf(new Type.Choice(CREDENTIALED), 1, true),
                    "operations for which a token may be issued")
            .must("cloud", new Type.Choice(Cloud.ids()), "which cloud's variables a run gets")
            .may("role", text(Grammar.ROLE), "what the cloud calls the role: ARN, client id, service account")
            .must("audience", text(Grammar.AUDIENCE), "aud of the token")
            .may("lifetime", new Type.Span(60, 12 * 3_600), "how long a token lives; 15m where absent")
            .may(
                    "parameters",
                    new Type.MapOf(Grammar.VARIABLE, List.of(), text(Grammar.SHORT)),
                    "what else the cloud's client needs to know; never a secret")
            .hint(
                    "identities are OIDC only; there is no field for a static key: trust this issuer in the cloud instead",
                    "accessKey",
                    "access_key",
                    "accessKeyId",
                    "secretKey",
                    "secret_key",
                    "secretAccessKey",
                    "password",
                    "token",
                    "clientSecret",
                    "credentials",
                    "credentialsId",
                    "key",
                    "secret")
            .build();

    private static final Shape POOL_TOOL = Shape.of("tool", "a tool as it is installed on the agents of a pool")
            .must("name", new Type.Choice(TOOLS), "which tool")
            .must("version", text(Grammar.VERSION), "exact version")
            .must("path", text(Grammar.PATH), "absolute path on the agent")
            .must("sha256", text(Grammar.CHECKSUM), "checksum of the binary, checked before each use")
            .build();

    private static final Shape EGRESS = Shape.of("egress", "where the pods of a pool may connect to")
            .must("network", NAME, "the network of the pool that this is the way to, or jenkins for the controller")
            .may("cidr", text(Grammar.CIDR), "address range; this or namespace")
            .may("except", listOf(text(Grammar.CIDR)), "ranges within it that stay closed")
            .may("namespace", text(Grammar.KUBERNETES_NAME), "namespace of the pods to connect to; this or cidr")
            .may("podLabels", LABELS, "labels of these pods; all of the namespace where absent")
            .must("ports", new Type.ListOf(new Type.Whole(1, 65_535), 1, true), "ports")
            .may("protocol", new Type.Choice(List.of("TCP", "UDP")), "TCP where absent")
            .build();

    private static final Shape TOLERATION = Shape.of("toleration", "a taint of nodes that the pods may tolerate")
            .must("key", text(Grammar.KUBERNETES_KEY), "key of the taint")
            .may("value", text(Grammar.KUBERNETES_VALUE), "its value; any where absent")
            .must("effect", new Type.Choice(List.of("NoSchedule", "PreferNoSchedule", "NoExecute")), "its effect")
            .build();

    private static final Shape RESOURCES = Shape.of("resources", "what one pod may use")
            .may("cpu", text(Grammar.QUANTITY), "processors; 1 where absent")
            .may("memory", text(Grammar.QUANTITY), "memory; 2Gi where absent")
            .may("storage", text(Grammar.QUANTITY), "working directory and temporary files; 4Gi where absent")
            .build();

    private static final Shape KUBERNETES = Shape.of("kubernetes", "where the agents of a pool are pods")
            .must("cloud", NAME, "name of the cloud in Jenkins")
            .must("namespace", text(Grammar.KUBERNETES_NAME), "namespace of the pods")
            .must("podTemplate", NAME, "name of the pod template in the cloud's configuration")
            .may(
                    "serviceAccount",
                    text(Grammar.KUBERNETES_NAME),
                    "service account of the pods; the pool's name where absent")
            .may("serviceAccountToken", FLAG, "whether pods get a token of their service account")
            .may(
                    "runAsUser",
                    new Type.Whole(1, 999_999_999),
                    "user and group id of the pods' processes; 1000 where absent")
            .may("resources", new Type.Record(RESOURCES), "what one pod may use")
            .may("egress", new Type.ListOf(new Type.Record(EGRESS), 0, false), "where pods may connect to")
            .may("nodeSelector", LABELS, "labels of nodes that pods must ask for")
            .may(
                    "tolerations",
                    new Type.ListOf(new Type.Record(TOLERATION), 0, false),
                    "taints that pods may tolerate; no others")
            .may("runtimeClass", text(Grammar.KUBERNETES_NAME), "runtime class that pods must ask for")
            .build();

    private static final Shape POOL = Shape.of("pool", "a set of agents and what may run on them")
            .must("name", NAME, "name, unique")
            .may("label", text(Grammar.LABEL), "Jenkins label of the agents; the pool's name where absent")
            .may("trust", TRUST, "how far it is trusted; standard where absent")
            .may(
                    "agents",
                    listOf(text(Grammar.AGENT)),
                    "names of the Jenkins agents that belong to it; whoever carries the label where absent")
            .may(
                    "environments",
                    listOf(ref(Kind.ENVIRONMENT)),
                    "environments whose stacks may run here; empty allows none")
            .may("owners", listOf(ref(Kind.TEAM)), "owners whose stacks may run here; empty does not distinguish")
            .may("resourceClasses", listOf(NAME), "resource classes that may run here; empty does not distinguish")
            .may(
                    "repositories",
                    listOf(text(Grammar.REPOSITORY)),
                    "repositories that may run here; empty does not distinguish")
            .may("operations", OPERATIONS, "operations that may run here; empty allows none")
            .may("identities", listOf(ref(Kind.IDENTITY)), "identities available from here")
            .may("networks", listOf(NAME), "networks reachable from here")
            .may("ephemeral", FLAG, "whether an agent serves one run and is gone")
            .may(
                    "bodySteps",
                    new Type.Choice(List.of("own", "any")),
                    "whether only our steps run inside iacAgent; own from protected up where absent")
            .may("images", listOf(text(Grammar.IMAGE)), "image digests allowed")
            .may("tools", new Type.ListOf(new Type.Record(POOL_TOOL), 0, false), "tools installed on the agents")
            .may("maxConcurrent", COUNT, "most runs at a time; no limit where absent or 0")
            .may("kubernetes", new Type.Record(KUBERNETES), "where the agents are pods")
            .may(
                    "environmentVariables",
                    listOf(text(Grammar.ENVIRONMENT_VARIABLE)),
                    "variables of the agent that the tool may see")
            .may("providerMirror", text(Grammar.PATH), "absolute path of a provider mirror on the agents")
            .build();

    private static final Shape TOOL_REF = Shape.of("toolRef", "the tool that a stack is written for")
            .must("name", new Type.Choice(TOOLS), "which tool")
            .must("version", text(Grammar.VERSION), "exact version")
            .build();

    private static final Shape BACKEND = Shape.of("backend", "where a stack's state is")
            .may("type", text(Grammar.BACKEND_TYPE), "backend type, for example s3")
            .may(
                    "config",
                    new Type.MapOf(Grammar.VARIABLE, List.of(), new Type.Free()),
                    "its configuration without secrets; what stands here is what a plan must say")
            .build();

    private static final Shape CONSTRAINTS = Shape.of("constraints", "limits on what a plan may do")
            .may("allowDestroy", FLAG, "whether a plan may delete anything")
            .may("maxReplacements", COUNT, "most replacements")
            .may("maxDeletes", COUNT, "most deletions")
            .may("runTasks", listOf(NAME), "external checks that must pass")
            .build();

    private static final Type VARIABLES = new Type.MapOf(Grammar.VARIABLE, List.of(), new Type.Free());

    static final Shape STACK = Shape.of("stack", "what is run, where, with what")
            .must("id", text(Grammar.STACK), "name of the stack, unique: environment/region/name or the like")
            .may("repository", text(Grammar.REPOSITORY), "git repository of the code")
            .may("ref", text(Grammar.REF), "branch from which a run without an SCM head takes the code")
            .must("directory", text(Grammar.DIRECTORY), "directory in the repository")
            .may("environment", ref(Kind.ENVIRONMENT), "its environment")
            .may("owner", ref(Kind.TEAM), "team that owns it")
            .may("resourceClass", NAME, "what kind of resources it manages, for the choice of a pool")
            .may("tool", new Type.Record(TOOL_REF), "the tool that it is written for")
            .may("workspace", text(Grammar.WORKSPACE), "workspace; default where absent")
            .may("backend", new Type.Record(BACKEND), "where its state is")
            .may("pools", listOf(ref(Kind.POOL)), "pools supplied to it")
            .may("networks", listOf(NAME), "networks that a run must reach")
            .may("dependsOn", listOf(ref(Kind.STACK)), "stacks whose runs it waits for")
            .may(
                    "identities",
                    new Type.MapOf(Grammar.NAME, CREDENTIALED, ref(Kind.IDENTITY)),
                    "identity for each operation; plan serves drift, apply serves destroy and import")
            .may("variables", VARIABLES, "root module variables")
            .may("contexts", listOf(ref(Kind.CONTEXT)), "variable sets attached to it")
            .may("providers", listOf(text(Grammar.PROVIDER)), "providers allowed beside the built-in one")
            .may("modules", listOf(text(Grammar.MODULE_SOURCE)), "beginnings of module sources allowed")
            .may("dataClasses", new Type.MapOf(Grammar.ADDRESS, List.of(), NAME), "data class of resources, by address")
            .may("constraints", new Type.Record(CONSTRAINTS), "limits on what a plan may do")
            .build();

    static final Shape SCOPE = Shape.of("scope", "what all stacks below a path inherit, field by field")
            .must("path", text(Grammar.SCOPE), "which stacks: * within a segment, ** for any segments")
            .mayAsIn(STACK, Set.of("id", "directory", "dependsOn"))
            .build();

    private static final Shape RULE = Shape.of("rule", "an admission rule: where when holds, require must hold")
            .must("name", NAME, "name, unique")
            .may("when", new Type.Condition(Vocabulary.ADMISSION), "CEL condition; always where absent")
            .must("require", new Type.Condition(Vocabulary.ADMISSION), "CEL condition that must hold")
            .may("message", SENTENCE, "what it means when it does not hold")
            .build();

    private static final Shape POLICY = Shape.of("policy", "a policy at one point of a run")
            .must("name", NAME, "name, unique")
            .must("point", new Type.Choice(Point.ids()), "when it is judged")
            .must("level", LEVEL, "what happens when it does not hold")
            .must("cel", new Type.Condition(null), "CEL condition that must hold")
            .may("message", SENTENCE, "what it means when it does not hold")
            .build();

    private static final Shape RUN_TASK = Shape.of("runTask", "an external check")
            .must("name", NAME, "name, unique")
            .must("stages", new Type.ListOf(new Type.Choice(TaskStage.ids()), 1, true), "when it is asked")
            .may("level", new Type.Choice(TASK_LEVELS), "whether anything but passed refuses; mandatory where absent")
            .may("url", text(Grammar.HTTPS_URL), "where it is asked")
            .may(
                    "command",
                    new Type.ListOf(text(Grammar.ARGUMENT), 1, false),
                    "absolute path of a program and its arguments instead; in Jenkins on the agent of the run")
            .may("timeout", new Type.Span(1, 600), "longest time for one question; 30s where absent")
            .may(
                    "network",
                    new Type.Choice(TaskNetwork.ids()),
                    "which addresses the host may have; public where absent")
            .may("certificates", text(Grammar.PATH), "PEM certificates to trust instead of Java's")
            .may("sendPlan", FLAG, "whether the redacted plan goes with the question")
            .build();

    private static final Shape RISK_RULE = Shape.of("riskRule", "what counts as a risk beside the table of the program")
            .must("class", NAME, "class of the risk, one of the table or a new one")
            .may("meaning", SENTENCE, "what a new class means")
            .must("types", new Type.ListOf(text(Grammar.TYPE_PATTERN), 1, true), "resource types, with *")
            .may("kinds", listOf(new Type.Choice(CHANGES)), "kinds of change; create, update and replace where absent")
            .may("where", new Type.ListOf(new Type.Free(), 0, false), "which things of these types it is about")
            .may("all", new Type.ListOf(new Type.Free(), 0, false), "conditions that must all hold")
            .may("any", new Type.ListOf(new Type.Free(), 0, false), "conditions of which one must hold")
            .must("reason", SENTENCE, "what a person reads")
            .build();

    private static final Shape CONTEXT = Shape.of("context", "a versioned, owned set of variables, attached by name")
            .must("name", NAME, "name, unique")
            .must("version", new Type.Whole(1, 1_000_000), "raised with every change")
            .must("owner", ref(Kind.TEAM), "team that answers for it")
            .must("variables", VARIABLES, "root module variables")
            .build();

    private static final Shape DRIFT_SCHEDULE = Shape.of("driftSchedule", "how often stacks are looked at for drift")
            .must("stacks", text(Grammar.SCOPE), "which stacks; the first schedule that speaks of a stack counts")
            .must("every", new Type.Span(300, 30 * DAY), "interval; each stack has a point of its own within it")
            .may(
                    "perPool",
                    new Type.Whole(1, 1_000),
                    "most checks at a time in each pool, the others wait; 1 where absent")
            .build();

    private static final Shape DRIFT_SUPPRESSION = Shape.of(
                    "driftSuppression", "drift that a team answers for until a day")
            .must("name", NAME, "name, unique")
            .must("stacks", text(Grammar.SCOPE), "which stacks")
            .must(
                    "addresses",
                    new Type.ListOf(text(Grammar.SHORT), 1, true),
                    "patterns of resource addresses; what concerns access, or is gone, is covered by its exact address only")
            .may(
                    "attributes",
                    listOf(text(Grammar.SHORT)),
                    "patterns of attributes, all that differs must be among them; everything where empty")
            .must("owner", ref(Kind.TEAM), "team that answers for it")
            .must("expires", new Type.Moment(), "first instant at which it counts no more")
            .must("reason", SENTENCE, "why it is accepted")
            .build();

    private static final Shape EMERGENCY = Shape.of("emergency", "a time in which people work on stacks by hand")
            .must("name", NAME, "name, unique")
            .must("stacks", text(Grammar.SCOPE), "which stacks")
            .must("from", new Type.Moment(), "first instant")
            .must("until", new Type.Moment(), "first instant after it")
            .must("owner", ref(Kind.TEAM), "team that answers for it")
            .must("reason", SENTENCE, "why")
            .build();

    private static final Shape EVIDENCE_COPY = Shape.of("evidenceCopy", "a second directory with the evidence log")
            .must("directory", text(Grammar.PATH), "where it is, on another disk or share")
            .build();

    static final Shape CATALOG = Shape.of("catalog", "teams, environments, identities, pools, stacks and rules")
            .may("teams", listOfRecords(TEAM), "who is who")
            .may("environments", listOfRecords(ENVIRONMENT), "environments and what protects them")
            .may("identities", listOfRecords(IDENTITY), "cloud roles that runs may assume; OIDC only")
            .may("pools", listOfRecords(POOL), "agents and what may run on them")
            .may("scopes", listOfRecords(SCOPE), "what stacks inherit")
            .may("stacks", listOfRecords(STACK), "what is run")
            .may("rules", listOfRecords(RULE), "admission rules")
            .may("policies", listOfRecords(POLICY), "policies at the points of a run")
            .may("runTasks", listOfRecords(RUN_TASK), "external checks")
            .may("riskRules", listOfRecords(RISK_RULE), "what counts as a risk beside the table of the program")
            .may("contexts", listOfRecords(CONTEXT), "variable sets")
            .may(
                    "driftSchedules",
                    listOfRecords(DRIFT_SCHEDULE),
                    "how often drift is looked for; by itself never where empty")
            .may("driftSuppressions", listOfRecords(DRIFT_SUPPRESSION), "drift that is accepted for a time")
            .may("emergencies", listOfRecords(EMERGENCY), "times in which changes by hand are expected")
            .may("evidenceCopies", listOfRecords(EVIDENCE_COPY), "copies of the evidence log")
            .build();

    private Shapes() {}
}
