package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.ApprovalRule;
import io.jenkins.plugins.iac.model.Context;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Trust;
import io.jenkins.plugins.iac.policy.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is legal but dangerous. */
final class Warnings {
    private static final int MANY_STACKS = 10;
    private static final Duration LONG = Duration.ofHours(1);
    private static final List<Operation> READING = List.of(Operation.PLAN, Operation.DRIFT);
    private static final List<Operation> WRITING = List.of(Operation.IMPORT, Operation.APPLY, Operation.DESTROY);

    private final Parts parts;
    private final List<Fields> policies;
    private final Findings findings;

    /** @param policies the policies as they stand in the document */
    Warnings(Parts parts, List<Fields> policies, Findings findings) {
        this.parts = parts;
        this.policies = policies;
        this.findings = findings;
    }

    void check() {
        parts.environments().forEach(at -> environment(at.fields(), at.value()));
        parts.identities().forEach(at -> identity(at.fields(), at.value()));
        new EmergencyWarnings(parts, findings).check();
        PodWarnings pods = new PodWarnings(findings);
        parts.pools().forEach(at -> {
            pool(at.fields(), at.value());
            pods.pool(at.fields(), at.value());
        });
        stacks();
        contexts();
        policies();
    }

    /** Where nobody can override, soft-mandatory is another word for hard-mandatory. */
    private void policies() {
        boolean anybody = parts.environments().stream().anyMatch(e -> e.value().overridesTeam() != null);
        for (Fields policy : policies) {
            if (!Level.SOFT_MANDATORY.id().equals(policy.text("level"))) {
                continue;
            }
            if (!anybody) {
                warn(
                        policy,
                        "level",
                        "the policy " + policy.text("name")
                                + " refuses like a hard-mandatory one: no environment names a team under overrides");
            }
        }
    }

    private void environment(Fields at, Environment environment) {
        if (environment.isProtected() && environment.approvals().isEmpty()) {
            warn(
                    at,
                    "protected",
                    "the protected environment " + environment.name()
                            + " asks for no approval: whoever pushes to it applies alone; add approvals");
        }
        if (environment.isProtected() && environment.protectedRefs().isEmpty()) {
            warn(
                    at,
                    "protected",
                    "the protected environment " + environment.name()
                            + " has no protectedRefs: nothing can be applied to it; name the branch");
        }
        if (environment.windows().stream().anyMatch(w -> w.from().equals(w.until()))) {
            warn(
                    at,
                    "windows",
                    "a window of " + environment.name()
                            + " ends at the time at which it begins: it is open for a whole day;"
                            + " correct it, if a shorter time is meant");
        }
        for (ApprovalRule approval : environment.approvals()) {
            int people = parts.people(approval.teams());
            if (people >= 0 && people < approval.count()) {
                warn(
                        at,
                        "approvals",
                        "the approval " + approval.name() + " needs " + approval.count() + " people and its teams have "
                                + people + ": it can never be given; add people or groups");
            }
        }
    }

    private void identity(Fields at, Identity identity) {
        if (identity.lifetime().compareTo(LONG) > 0) {
            warn(
                    at,
                    "lifetime",
                    "the identity " + identity.name() + " gives tokens that live longer than an hour; shorten it");
        }
    }

    private void pool(Fields at, Pool pool) {
        boolean guarded = pool.trust().compareTo(Trust.PROTECTED) >= 0;
        int environments = parts.environments().size();
        boolean all = environments > 1 && pool.environments().size() == environments;
        List<String> guardedOnes = parts.environments().stream()
                .map(Parts.At::value)
                .filter(e -> e.isProtected() && pool.environments().contains(e.name()))
                .map(Environment::name)
                .toList();
        if (!all
                && !guardedOnes.isEmpty()
                && guardedOnes.size() < pool.environments().size()) {
            warn(
                    at,
                    "environments",
                    "the pool " + pool.name() + " serves " + String.join(", ", guardedOnes)
                            + ", which is protected, and environments that are not: what runs for these shares agents with"
                            + " it; use one pool for each level of protection");
        }
        if (all) {
            warn(
                    at,
                    "environments",
                    "the pool " + pool.name()
                            + " serves all environments: what runs for the least of them shares agents with the most"
                            + " protected; use one pool for each level of protection");
        }
        if (guarded && !pool.ephemeral()) {
            warn(
                    at,
                    "ephemeral",
                    "the protected pool " + pool.name()
                            + " has permanent agents: what one run leaves behind the next one finds; make it ephemeral");
        }
        if (guarded
                && !pool.ephemeral()
                && pool.kubernetes() == null
                && pool.agents().isEmpty()) {
            warn(
                    at,
                    "agents",
                    "the protected pool " + pool.name()
                            + " names no agents: whatever agent carries its label gets its runs; name its agents");
        }
        if (guarded && !pool.bodyStepsOwn()) {
            warn(
                    at,
                    "bodySteps",
                    "the protected pool " + pool.name()
                            + " runs any step beside ours: a script could use the run's credentials; set bodySteps: own");
        }
        if (pool.operations().isEmpty()) {
            warn(at, "operations", "the pool " + pool.name() + " allows no operation: nothing runs there");
        }
        if (pool.trust() == Trust.UNTRUSTED && !pool.identities().isEmpty()) {
            warn(
                    at,
                    "identities",
                    "the untrusted pool " + pool.name()
                            + " has identities: code of strangers runs beside them; remove them");
        }
        for (String name : pool.identities()) {
            Identity identity = parts.identity(name);
            if (identity != null && !pool.environments().contains(identity.environment())) {
                warn(
                        at,
                        "identities",
                        "the pool " + pool.name() + " offers the identity " + name + " of the environment "
                                + identity.environment() + ", which it does not serve; remove it");
            }
        }
    }

    private void stacks() {
        boolean supplied =
                parts.stacks().stream().anyMatch(s -> !s.value().pools().isEmpty());
        Map<List<Object>, Stack> byState = new HashMap<>();
        for (Parts.At<Stack> located : parts.stacks()) {
            Fields at = located.fields();
            Stack stack = located.value();
            if (stack.owner() == null) {
                warn(
                        at,
                        "owner",
                        "nobody owns the stack " + stack.id() + ": no owner can approve its plans; set owner");
            }
            if (stack.backend() == null) {
                warn(
                        at,
                        "backend",
                        "the stack " + stack.id()
                                + " has no backend: its state would be lost with the agent; set backend");
            } else if (!stack.backend().config().isEmpty()) {
                List<Object> state =
                        List.of(stack.backend().type(), stack.backend().config(), stack.workspace());
                Stack other = byState.putIfAbsent(state, stack);
                if (other != null) {
                    warn(
                            at,
                            "backend",
                            "the stacks " + other.id() + " and " + stack.id()
                                    + " have the same backend and workspace: they would overwrite each other's state");
                }
            }
            if (supplied && stack.pools().isEmpty()) {
                warn(at, "pools", "no pool is supplied to the stack " + stack.id() + ": it can run nowhere");
            }
            roles(at, stack);
        }
    }

    /** That one role both reads and writes is an error where it is known; roles of one name may be two. */
    private void roles(Fields at, Stack stack) {
        boolean oneName = READING.stream().anyMatch(reads -> WRITING.stream()
                .anyMatch(writes -> parts.haveOneRoleName(stack.identityFor(reads), stack.identityFor(writes))));
        if (oneName) {
            warn(
                    at,
                    "identities",
                    "the stack " + stack.id()
                            + " reads and writes with roles of one name: if they are one role, a plan of unreviewed code"
                            + " could change infrastructure; use a read-only role for plan and drift");
        }
    }

    private void contexts() {
        Map<String, List<String>> attached = new LinkedHashMap<>();
        Map<String, List<String>> replaced = new LinkedHashMap<>();
        Map<String, Fields> firstOf = new HashMap<>();
        for (Parts.At<Stack> located : parts.stacks()) {
            Stack stack = located.value();
            if (stack.contexts().isEmpty()) {
                continue;
            }
            stack.contexts().forEach(c -> attached.computeIfAbsent(c, k -> new ArrayList<>())
                    .add(stack.id().value()));
            stack.inheritedFrom().forEach((field, from) -> {
                int instead = from.indexOf(", instead of ");
                if (instead >= 0) {
                    String what = field + " of " + from.substring(instead + ", instead of ".length());
                    firstOf.putIfAbsent(what, located.fields());
                    replaced.computeIfAbsent(what, k -> new ArrayList<>())
                            .add(stack.id().value());
                }
            });
        }
        parts.contexts().forEach(located -> {
            Fields at = located.fields();
            Context context = located.value();
            int stacks = attached.getOrDefault(context.name(), List.of()).size();
            if (stacks > MANY_STACKS) {
                warn(
                        at,
                        "name",
                        "the context " + context.name() + " is attached to " + stacks
                                + " stacks: one change of it changes them all; split it or attach it where it is needed");
            }
        });
        replaced.forEach((what, stacks) -> warn(
                firstOf.get(what),
                "contexts",
                what + " is replaced in " + (stacks.size() == 1 ? "one stack (" : stacks.size() + " stacks (")
                        + Findings.first(stacks) + "); rename one of the variables or detach the context"));
    }

    private void warn(Fields at, String field, String message) {
        findings.warn(at.at(field), at.path().child(field), message);
    }
}
