package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.AdmissionRule;
import io.jenkins.plugins.iac.model.ApprovalRule;
import io.jenkins.plugins.iac.model.BreakGlassRule;
import io.jenkins.plugins.iac.model.Cidr;
import io.jenkins.plugins.iac.model.Context;
import io.jenkins.plugins.iac.model.DestroyPolicy;
import io.jenkins.plugins.iac.model.DriftRules;
import io.jenkins.plugins.iac.model.Egress;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Freeze;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.KubernetesPool;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.PodResources;
import io.jenkins.plugins.iac.model.PolicyRule;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.RunTask;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.StackPattern;
import io.jenkins.plugins.iac.model.Team;
import io.jenkins.plugins.iac.model.Toleration;
import io.jenkins.plugins.iac.model.Trust;
import io.jenkins.plugins.iac.model.Window;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns checked fields into the values of the domain and fills in what is meant where a field is absent. */
final class Records {
    private static final String ALWAYS = "true";

    private Records() {}

    static Team team(Fields f) {
        return new Team(f.text("name"), f.texts("users"), f.texts("groups"));
    }

    static Environment environment(Fields f) {
        Fields overrides = f.record("overrides");
        return new Environment(
                f.text("name"),
                f.flag("protected", false),
                f.texts("protectedRefs"),
                f.text("allowedSigners"),
                f.records("freezes").stream().map(Records::freeze).toList(),
                f.records("windows").stream().map(Records::window).toList(),
                f.span("approvalExpiry"),
                f.flag("excludeAuthor", false),
                f.records("approvals").stream().map(Records::approval).toList(),
                overrides == null ? null : overrides.text("team"),
                Optional.ofNullable(f.record("destroy")).map(Records::destroy).orElse(null),
                Optional.ofNullable(f.record("breakGlass"))
                        .map(Records::breakGlass)
                        .orElse(null),
                f.flag("oneAtATime", false));
    }

    private static DestroyPolicy destroy(Fields f) {
        return new DestroyPolicy(
                f.text("ticket"),
                f.records("approvals").stream().map(Records::approval).toList(),
                f.text("secondOperator"),
                f.texts("runTasks"),
                f.records("windows").stream().map(Records::window).toList());
    }

    private static BreakGlassRule breakGlass(Fields f) {
        return new BreakGlassRule(
                f.texts("teams"),
                f.number("count", 2),
                f.span("expiry"),
                f.text("alert"),
                f.texts("reviewers"),
                f.text("identity"));
    }

    static RunTask runTask(Fields f) {
        return new RunTask(
                f.text("name"),
                f.texts("stages"),
                !f.text("level", "mandatory").equals("advisory"),
                f.text("url"),
                f.texts("command"),
                f.span("timeout"),
                f.text("network"),
                f.text("certificates"),
                f.flag("sendPlan", false));
    }

    private static Freeze freeze(Fields f) {
        return new Freeze(f.instant("from"), f.instant("until"), f.text("reason", ""));
    }

    private static Window window(Fields f) {
        Set<DayOfWeek> days = f.texts("days").stream().map(Records::day).collect(Collectors.toSet());
        return new Window(days, (LocalTime) f.get("from"), (LocalTime) f.get("until"), (ZoneId) f.get("zone"));
    }

    private static DayOfWeek day(String text) {
        return DayOfWeek.of(Shapes.DAYS.indexOf(text) + 1);
    }

    private static ApprovalRule approval(Fields f) {
        return new ApprovalRule(
                f.text("name"), f.text("when"), f.texts("teams"), f.flag("allTeams", false), f.number("count", 1));
    }

    static Identity identity(Fields f) {
        return new Identity(
                f.text("name"),
                f.text("environment"),
                operations(f.texts("operations")),
                f.text("cloud"),
                f.text("role"),
                f.text("audience"),
                f.span("lifetime"),
                texts(f.map("parameters")));
    }

    static Pool pool(Fields f) {
        Trust trust = Trust.of(f.text("trust", "")).orElse(Trust.STANDARD);
        boolean guarded = trust.compareTo(Trust.PROTECTED) >= 0;
        return new Pool(
                f.text("name"),
                f.text("label", f.text("name")),
                trust,
                f.texts("agents"),
                f.texts("environments"),
                f.texts("owners"),
                f.texts("resourceClasses"),
                f.texts("repositories"),
                operations(f.texts("operations")),
                f.texts("identities"),
                f.texts("networks"),
                f.flag("ephemeral", false),
                f.has("bodySteps") ? f.text("bodySteps").equals("own") : guarded,
                f.texts("images"),
                f.records("tools").stream().map(Records::tool).toList(),
                f.number("maxConcurrent", 0),
                Optional.ofNullable(f.record("kubernetes"))
                        .map(Records::kubernetes)
                        .orElse(null),
                f.texts("environmentVariables"),
                f.text("providerMirror"));
    }

    static DriftRules drift(Fields root) {
        return new DriftRules(
                root.records("driftSchedules").stream()
                        .map(s -> new DriftRules.Schedule(
                                new StackPattern(s.text("stacks")), s.span("every"), s.number("perPool", 1)))
                        .toList(),
                root.records("driftSuppressions").stream()
                        .map(Records::suppression)
                        .toList(),
                root.records("emergencies").stream()
                        .map(e -> new DriftRules.Emergency(
                                e.text("name"),
                                new StackPattern(e.text("stacks")),
                                e.instant("from"),
                                e.instant("until"),
                                e.text("owner"),
                                e.text("reason")))
                        .toList());
    }

    private static DriftRules.Suppression suppression(Fields f) {
        return new DriftRules.Suppression(
                f.text("name"),
                new StackPattern(f.text("stacks")),
                f.texts("addresses"),
                f.texts("attributes"),
                f.text("owner"),
                f.instant("expires"),
                f.text("reason"));
    }

    private static PoolTool tool(Fields f) {
        return new PoolTool(f.text("name"), f.text("version"), f.text("path"), checksum(f.text("sha256")));
    }

    private static Sha256 checksum(String text) {
        if (text == null) {
            return null;
        }
        return text.startsWith(Sha256.PREFIX) ? Sha256.parse(text) : new Sha256(text);
    }

    private static KubernetesPool kubernetes(Fields f) {
        return new KubernetesPool(
                f.text("cloud"),
                f.text("namespace"),
                f.text("podTemplate"),
                f.text("serviceAccount"),
                f.flag("serviceAccountToken", false),
                f.number("runAsUser", KubernetesPool.DEFAULT_USER),
                resources(f.record("resources")),
                f.records("egress").stream().map(Records::egress).toList(),
                texts(f.map("nodeSelector")),
                f.records("tolerations").stream()
                        .map(t -> new Toleration(t.text("key"), t.text("value"), t.text("effect")))
                        .toList(),
                f.text("runtimeClass"));
    }

    private static PodResources resources(Fields f) {
        PodResources otherwise = PodResources.DEFAULT;
        return f == null
                ? otherwise
                : new PodResources(
                        f.text("cpu", otherwise.cpu()),
                        f.text("memory", otherwise.memory()),
                        f.text("storage", otherwise.storage()));
    }

    @SuppressWarnings("unchecked")
    private static Egress egress(Fields f) {
        return new Egress(
                f.text("network"),
                f.has("cidr") ? new Cidr(f.text("cidr")) : null,
                f.texts("except").stream().map(Cidr::new).toList(),
                f.text("namespace"),
                texts(f.map("podLabels")),
                (List<Integer>) f.get("ports"),
                f.text("protocol", "TCP"));
    }

    private static Map<String, String> texts(Map<String, Object> map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put(key, (String) value));
        return texts;
    }

    static AdmissionRule rule(Fields f) {
        return new AdmissionRule(f.text("name"), f.text("when", ALWAYS), f.text("require"), f.text("message", ""));
    }

    static PolicyRule policy(Fields f) {
        return new PolicyRule(f.text("name"), f.text("point"), f.text("level"), f.text("cel"), f.text("message", ""));
    }

    static Context context(Fields f) {
        return new Context(f.text("name"), f.number("version", 0), f.text("owner"), f.map("variables"));
    }

    /** Operations in the order of gravity. */
    static List<Operation> operations(List<String> ids) {
        return Arrays.stream(Operation.values())
                .filter(o -> ids.contains(o.id()))
                .toList();
    }
}
