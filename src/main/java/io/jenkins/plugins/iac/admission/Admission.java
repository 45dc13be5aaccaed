package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.Finding;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Decides on requests by one catalog. Make one for each catalog and keep it: what a stack and an operation settle by
 * themselves is worked out at the first request and kept, so that a decision costs the same however many stacks there are.
 * Safe in any thread. Fails closed: what is not known is refused.
 */
public final class Admission {
    private static final int MAX_WARNINGS = 100;
    private static final int OPERATIONS = Operation.values().length;
    private static final int UNTRUSTED = OPERATIONS;
    private static final int BREAK_GLASS = 2 * OPERATIONS;
    private static final int VARIANTS = 4 * OPERATIONS;

    private final Catalog catalog;
    private final PoolChoice choice;
    private final RuleIndex rules;
    private final Check identityCheck;
    private final Check poolCheck;
    private final Map<String, AtomicReferenceArray<Post>> posts = new ConcurrentHashMap<>();
    /** One copy of what thousands of stacks have in common. */
    private final Map<List<Check>, List<Check>> checkLists = new ConcurrentHashMap<>();

    private final Map<Assignment, Assignment> assignments = new ConcurrentHashMap<>();

    public Admission(Catalog catalog) {
        this.catalog = catalog;
        this.choice = new PoolChoice(catalog);
        this.rules = new RuleIndex(catalog);
        this.identityCheck = new Assignment.IdentityCheck(choice);
        this.poolCheck = new Assignment.PoolCheck(choice);
    }

    /** The catalog that decides. */
    public Catalog catalog() {
        return catalog;
    }

    /** Decides. The reasons are worked out when they are asked for. */
    public AdmissionDecision decide(Request request) {
        Post post = post(request);
        if (post == null) {
            return AdmissionDecision.refused(this, request);
        }
        Case c = new Case(request, post);
        boolean deferred = false;
        for (Check check : post.checks()) {
            Judgement judgement = check.judge(c);
            if (!judgement.admits()) {
                return AdmissionDecision.refused(this, request);
            }
            deferred |= judgement == Judgement.DEFERRED;
        }
        Assignment assignment = post.assignment();
        return new AdmissionDecision(
                this, request, true, post.lane(), assignment.pool(), assignment.identity(), deferred);
    }

    /**
     * Pool and identity for a request, apart from freezes, windows and rules: what an approval is bound to. Not a decision:
     * nothing may start on it.
     */
    public Grant grant(Request request) {
        Post post = post(request);
        return post == null
                ? Grant.NOTHING
                : new Grant(post.assignment().pool(), post.assignment().identity());
    }

    /**
     * What only admission can tell about a catalog: stacks that can be planned nowhere, whoever asks. For lint, beside the
     * warnings of the loader.
     */
    public List<Finding> warnings() {
        List<Finding> findings = new ArrayList<>();
        RunSource branch = new RunSource(SourceKind.BRANCH, null, null, null, null, null, null, null, Tri.UNKNOWN);
        for (Stack stack : catalog.stacks()) {
            if (catalog.suppliesPools() && stack.pools().isEmpty()) {
                continue; // the loader says so
            }
            Environment environment = catalog.environment(stack.environment()).orElseThrow();
            boolean somewhere =
                    choice.assign(stack, environment, Operation.PLAN, false).poolOk();
            if (!somewhere && findings.size() < MAX_WARNINGS) {
                Request request = Request.of(stack.id(), Operation.PLAN, branch, null);
                Condition pool = poolCheck.explain(new Case(request, post(request)));
                findings.add(catalog.findingAt(
                        stack.id(), "the stack " + stack.id() + " can be planned nowhere: " + pool.message()));
            }
        }
        return findings;
    }

    /** Every condition of a decision in order, those that hold included. */
    List<Condition> explain(Request request) {
        Post post = post(request);
        List<Condition> conditions = new ArrayList<>();
        conditions.add(Condition.of(
                "stack.known",
                post != null,
                "a stack of the catalog",
                request.stack() == null ? null : request.stack(),
                "add it to the catalog or correct its name"));
        if (post == null) {
            conditions.add(SourceChecks.explainOperation(request.source().kind(), request.operation()));
            return conditions;
        }
        Case c = new Case(request, post);
        for (Check check : post.checks()) {
            if (!(check instanceof RuleCheck)) {
                conditions.add(check.explain(c));
            }
        }
        for (RuleCheck rule : rules.all()) {
            if (rule.applies(c.facts())) {
                conditions.add(rule.explain(c));
            }
        }
        return conditions;
    }

    RuleIndex rules() {
        return rules;
    }

    /** What is settled for this stack and operation, or null for an unknown stack. */
    Post post(Request request) {
        String id = request.stack();
        AtomicReferenceArray<Post> ofStack = id == null ? null : posts.get(id);
        if (ofStack == null) {
            if (id == null || catalog.stack(id).isEmpty()) {
                return null;
            }
            ofStack = posts.computeIfAbsent(id, k -> new AtomicReferenceArray<>(VARIANTS));
        }
        Operation operation = request.operation();
        int variant = operation.ordinal();
        if (operation.isStatic() && request.source().kind().isUntrusted()) {
            variant += UNTRUSTED;
        }
        if (request.breakGlass()) {
            variant += BREAK_GLASS;
        }
        Post post = ofStack.get(variant);
        if (post == null) {
            post = settle(catalog.stack(id).orElseThrow(), request);
            ofStack.set(variant, post);
        }
        return post;
    }

    private Post settle(Stack stack, Request request) {
        Operation operation = request.operation();
        Environment environment = catalog.environment(stack.environment()).orElseThrow();
        Lane lane = operation.isStatic() ? Lane.STATIC : Lane.FULL;
        boolean untrusted = request.source().kind().isUntrusted();
        Assignment assignment = lane == Lane.STATIC
                ? choice.assignStatic(stack, environment, operation, untrusted)
                : choice.assign(stack, environment, operation, request.breakGlass());
        Facts shared = of(Facts.builder(), environment)
                .put(Fact.OPERATION, operation.id())
                .build();
        Facts known = known(shared, stack, environment, assignment);
        List<RuleCheck> open = rules.open(shared, known, environment.name(), operation.id());
        List<Check> checks = checkLists.computeIfAbsent(checks(lane, operation, open), k -> k);
        Assignment common = assignments.computeIfAbsent(assignment, k -> k);
        return new Post(stack, environment, lane, common, known, checks);
    }

    /** With what is known of a stack whatever the run. */
    static Facts.Builder of(Facts.Builder facts, Stack stack, Environment environment) {
        return of(facts, environment)
                .put(Fact.STACK_ID, stack.id().value())
                .put(Fact.STACK_OWNER, stack.owner() == null ? "" : stack.owner())
                .put(Fact.STACK_RESOURCE_CLASS, stack.resourceClass() == null ? "" : stack.resourceClass())
                .put(Fact.STACK_DIRECTORY, stack.directory())
                .put(Fact.STACK_REPOSITORY, stack.repository());
    }

    private static Facts.Builder of(Facts.Builder facts, Environment environment) {
        return facts.put(Fact.ENVIRONMENT_NAME, environment.name())
                .put(Fact.ENVIRONMENT_PROTECTED, environment.isProtected());
    }

    private static Facts known(Facts shared, Stack stack, Environment environment, Assignment assignment) {
        boolean noPool = assignment.pool() == null;
        // no pool in the static lane is a fact; no pool in the full lane is a failure of its own
        String none = assignment.poolOk() ? "" : null;
        return of(shared.toBuilder(), stack, environment)
                .put(Fact.POOL_NAME, noPool ? none : assignment.pool().name())
                .put(Fact.POOL_TRUST, noPool ? none : assignment.pool().trust().id())
                .put(Fact.IDENTITY_NAME, identityFact(assignment))
                .build();
    }

    private static String identityFact(Assignment assignment) {
        if (assignment.identity() != null) {
            return assignment.identity().name();
        }
        return assignment.identityOk() ? "" : null;
    }

    private List<Check> checks(Lane lane, Operation operation, List<RuleCheck> open) {
        List<Check> checks = new ArrayList<>();
        checks.add(SourceChecks.OPERATION);
        if (operation.isWrite()) {
            checks.add(SourceChecks.REPLAY);
            checks.add(EnvironmentChecks.PROTECTED_REF);
            checks.add(EnvironmentChecks.FREEZE);
            checks.add(EnvironmentChecks.WINDOW);
        }
        if (lane == Lane.FULL) {
            checks.add(SourceChecks.REPOSITORY);
        }
        checks.add(identityCheck);
        checks.add(poolCheck);
        checks.addAll(open);
        return List.copyOf(checks);
    }
}
