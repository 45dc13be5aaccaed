package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.admission.Request;
import io.jenkins.plugins.iac.approval.ApprovalRequirements;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.contract.SignedContract;
import io.jenkins.plugins.iac.identity.CloudBinding;
import io.jenkins.plugins.iac.identity.Token;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.TaskStage;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.receipt.ReceiptJson;
import io.jenkins.plugins.iac.receipt.ReceiptVerdict;
import io.jenkins.plugins.iac.runtask.TaskQuestion;
import io.jenkins.plugins.iac.worker.JobRequest;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** From the request to the plan on the agent. Each method is one or two steps of the lifecycle; the host calls them in order. */
public final class PlanSteps {
    private final RunServices services;
    private final Journey journey;

    public PlanSteps(RunServices services) {
        this.services = services;
        this.journey = new Journey(services);
    }

    /**
     * What became of a request.
     *
     * @param run {@code admitted} or {@code rejected}
     */
    public record Requested(Run run, AdmissionDecision decision) {}

    /**
     * Asks for a run. A rejected one is a run too: it stays in the journal and gets evidence.
     *
     * @param details what else was asked for: {@code replayed}, {@code targets}, {@code timeoutSeconds}
     * @throws IacException of kind TOOL_FAILED if there is no room for the records of a whole run
     */
    public Requested request(String stack, Operation operation, RunSource source, ObjectNode details) {
        services.book().ensureWritable();
        Instant now = services.clock().instant();
        AdmissionDecision decision = services.admission()
                .get()
                .decide(Request.of(stack, operation, source, now)
                        .withReplayed(details.path("replayed").asBoolean(false))
                        .withBreakGlass(details.path("breakGlass").isObject()));
        ObjectNode facts = Json.object();
        ObjectNode request = details.deepCopy();
        request.put("stack", stack).put("operation", operation.id());
        facts.set("request", request);
        Run run = services.book().create(stack, operation, source, facts);
        List<Condition> alert =
                decision.admitted() && Terms.isBreakGlass(run) ? new BreakGlass(services).alert(run) : List.of();
        run = services.book().get(run.id());
        ObjectNode judged = Journey.fact(
                "admission", Explained.of(decision, services.admission().get().catalog()));
        judged.set("policy", admissionPolicies(run, decision));
        if (!alert.isEmpty()) {
            judged.putObject("refusal")
                    .put("doing", "asking for a break-glass run")
                    .put("found", alert.get(0).rule() + " is " + alert.get(0).found())
                    .put("expected", alert.get(0).expected())
                    .set("conditions", Json.tree(alert));
        }
        boolean admitted = decision.admitted() && alert.isEmpty();
        run = services.book().step(run, admitted ? RunState.ADMITTED : RunState.REJECTED, judged);
        return new Requested(run, decision);
    }

    /** Why a request was rejected, as the error that a host shows. */
    public static IacException rejection(Requested requested) {
        Run run = requested.run();
        List<Condition> failures =
                new java.util.ArrayList<>(requested.decision().failures());
        run.fact("refusal").path("conditions").forEach(c -> failures.add(Json.read(c, Condition.class)));
        Condition first = failures.get(0);
        return new IacException(
                IacException.Kind.REFUSED,
                new io.jenkins.plugins.iac.model.Problem(
                        "admitting " + run.operation() + " of " + run.stackName(),
                        "run " + run.id() + ", source " + run.source().kind(),
                        first.rule() + " is " + first.found(),
                        first.expected(),
                        first.message()),
                failures,
                null);
    }

    /** The run got an agent of its pool. */
    public Run assigned(Run run, ObjectNode agent) {
        Run queued = run.state() == RunState.ADMITTED ? services.book().step(run, RunState.QUEUED) : run;
        return services.book().step(queued, RunState.ASSIGNED, Journey.fact("agent", agent));
    }

    /** Writes and signs the contract and asks the worker to prepare. */
    public JobRequest preparing(Run run, Location location) {
        Instant now = services.clock().instant();
        Admission admission = services.admission().get();
        AdmissionDecision decision = admission.decide(Terms.request(run, run.operation(), now));
        if (!decision.admitted()) {
            throw failed(run, "starting the run", decision);
        }
        Catalog catalog = admission.catalog();
        Stack stack = catalog.stack(run.stackName()).orElseThrow();
        Contract contract = Contracts.write(
                run,
                run.operation(),
                catalog,
                stack,
                decision.pool(),
                planIdentity(catalog, stack, decision),
                new ApprovalRequirements(List.of()),
                location,
                journey.area(location, stack),
                null,
                null,
                services.issuerUrl(),
                now);
        JobRequest job = journey.prepare(run, contract, location, null);
        ObjectNode facts = Json.object();
        facts.set("contract", job.contract());
        facts.set("contractDigest", Json.tree(contract.digest()));
        services.book().step(run, RunState.PREPARING, facts);
        return job;
    }

    /**
     * The identity with which the run plans. A destroy or an import plans with the plan's: the identity that may write has
     * no token before its digest is approved.
     */
    private static Identity planIdentity(Catalog catalog, Stack stack, AdmissionDecision decision) {
        if (!decision.request().operation().isWrite()) {
            return decision.identity();
        }
        String name = stack.identityFor(Operation.PLAN);
        return catalog.identity(String.valueOf(name))
                .filter(i -> i.operations().contains(Operation.PLAN))
                .filter(i -> i.environment().equals(stack.environment()))
                .filter(i ->
                        decision.pool() != null && decision.pool().identities().contains(i.name()))
                .orElse(null);
    }

    private IacException failed(Run run, String doing, AdmissionDecision decision) {
        Condition first = decision.failures().get(0);
        RunState end = run.state() == RunState.PREPARING ? RunState.FAILED : RunState.CANCELED;
        return journey.refuse(
                run,
                end,
                doing,
                first.rule() + " is " + first.found(),
                first.expected(),
                first.message(),
                decision.failures());
    }

    /**
     * Judges what was prepared: the agent by its receipt, the source by what the checkout found. Only after this may a
     * credential be issued.
     *
     * @return the request for the static lane, for asking programs of the agent, or for planning
     * @throws IacException of kind REFUSED if something does not hold; the run has ended as {@code failed} then
     */
    public JobRequest prepared(Run before, JobRequest job, JsonNode prepared) {
        Run run = services.book().facts(before, checkoutFacts(before, prepared));
        AdmissionDecision decision = services.admission()
                .get()
                .decide(Terms.request(run, run.operation(), services.clock().instant())
                        .afterCheckout(run.source()));
        if (!decision.admitted()) {
            throw failed(run, "admitting the checked-out commit", decision);
        }
        run = services.book().facts(run, Journey.fact("policy", admissionPolicies(run, decision)));
        judgeReceipt(run, prepared, decision.pool());
        judgeFindings(run, prepared);
        if (run.operation().isStatic()) {
            return journey.next(Phase.STATIC, job, prepared, Optional.empty(), null);
        }
        Terms terms = Terms.of(run, services, services.clock().instant());
        TaskSteps checks = new TaskSteps(services);
        Run asked = checks.ask(run, terms, TaskStage.BEFORE_PLAN);
        List<TaskQuestion> onAgent = checks.onAgent(asked, terms, TaskStage.BEFORE_PLAN);
        return onAgent.isEmpty()
                ? planning(asked, terms, job, prepared)
                : journey.next(Phase.PREPARE, job, prepared, Optional.empty(), null)
                        .asking(onAgent);
    }

    /**
     * Programs of the agent were asked, as {@link #prepared} wanted: on to the plan, if all checks before it let it pass.
     *
     * @param job the request that asked them
     * @param found what the worker brought back
     * @throws IacException of kind REFUSED if a check does not pass; the run has ended as {@code failed} then
     */
    public JobRequest answered(Run preparing, JobRequest job, JsonNode found) {
        Terms terms = Terms.of(preparing, services, services.clock().instant());
        Run asked = new TaskSteps(services).answered(preparing, terms, TaskStage.BEFORE_PLAN, job.questions(), found);
        return planning(asked, terms, job, asked.fact("checkout"));
    }

    private JobRequest planning(Run asked, Terms terms, JobRequest job, JsonNode prepared) {
        Run passed = checked(asked, terms);
        Optional<CloudBinding> binding = binding(passed, prepared);
        boolean lock = PlanResults.mayApply(passed, terms);
        services.book().step(passed, RunState.PLANNING, Journey.fact(PlanResults.LOCK, Json.tree(lock)));
        JobRequest plan = journey.next(Phase.PLAN, job, prepared, binding, null);
        return lock ? plan : plan.speculating();
    }

    /** What the plan's identity needs on the agent; empty where it has none, and in the static lane. */
    public Optional<CloudBinding> binding(Run run, JsonNode prepared) {
        return run.operation().isStatic()
                ? Optional.empty()
                : new Identities(services).binding(run, Identities.reading(run.operation()), Journey.area(prepared));
    }

    /**
     * The first token of the plan, for a run that is {@code planning} and has a {@link #binding}.
     *
     * @throws IacException of kind REFUSED if it gets none; the run has ended as {@code failed} then
     */
    public Token identity(Run planning) {
        try {
            return new Identities(services).issue(planning);
        } catch (IacException e) {
            throw journey.refused(planning, RunState.FAILED, e);
        }
    }

    /** The checks before a plan: asked before there is a credential, so that a no leaves nothing to be misused. */
    private Run checked(Run asked, Terms terms) {
        Run known = asked;
        ArrayNode rows = Json.array();
        List<Condition> failures = new java.util.ArrayList<>();
        known.fact("policy").forEach(rows::add);
        new TaskSteps(services).before(known, terms).forEach(result -> {
            rows.add(RunPolicies.row(
                    asked, result, null, terms.catalog(), services.clock().instant()));
            if (result.refuses()) {
                failures.add(Condition.failed(
                        result.policy(), "passed", result.answer().id(), result.reason()));
            }
        });
        if (failures.isEmpty()) {
            return known;
        }
        known = services.book().facts(known, Journey.fact("policy", rows));
        Condition first = failures.get(0);
        throw journey.refuse(
                known,
                RunState.FAILED,
                "asking the external checks before the plan",
                first.rule() + ": " + first.message(),
                first.expected(),
                "mend what the check found, then plan again",
                failures);
    }

    private ArrayNode admissionPolicies(Run run, AdmissionDecision decision) {
        return RunPolicies.admission(
                run,
                decision,
                services.admission().get().catalog(),
                services.clock().instant());
    }

    private static ObjectNode checkoutFacts(Run run, JsonNode prepared) {
        Tri signed = Tri.valueOf(
                prepared.path("signature").path("signed").asText("unknown").toUpperCase(Locale.ROOT));
        ObjectNode facts = Json.object();
        facts.set("source", Json.tree(run.source().withCommitSigned(signed)));
        ObjectNode checkout = (ObjectNode) prepared.deepCopy();
        facts.set(Receipts.OF_PLAN, checkout.remove("receipt"));
        facts.set("checkout", checkout);
        return facts;
    }

    /** Pools that only exist as agents of a controller judge their agents; see {@link RunServices#enforcesReceipts}. */
    void judgeReceipt(Run run, JsonNode prepared, Pool pool) {
        if (pool == null || !services.enforcesReceipts()) {
            return;
        }
        List<Condition> verdict = ReceiptVerdict.judge(ReceiptJson.read(prepared.path("receipt")), pool);
        List<Condition> failures = verdict.stream().filter(c -> !c.passed()).toList();
        if (!failures.isEmpty()) {
            Condition first = failures.get(0);
            throw journey.refuse(
                    run,
                    run.state() == RunState.PREPARING ? RunState.FAILED : RunState.REFUSED,
                    "judging the agent for pool " + pool.name(),
                    first.rule() + " is " + first.found(),
                    first.expected(),
                    first.message(),
                    failures);
        }
    }

    /** What the look at the checked-out files found and the catalog does not allow. */
    private void judgeFindings(Run run, JsonNode prepared) {
        List<Condition> failures = new java.util.ArrayList<>();
        prepared.path("findings").forEach(c -> failures.add(Json.read(c, Condition.class)));
        failures.removeIf(Condition::passed);
        if (!failures.isEmpty()) {
            Condition first = failures.get(0);
            throw journey.refuse(
                    run,
                    RunState.FAILED,
                    "judging the code",
                    first.rule() + ": " + first.found(),
                    first.expected(),
                    first.message(),
                    failures);
        }
    }

    /** The static lane passed. */
    public Run checked(Run run, JsonNode result) {
        return services.book().step(run, RunState.CHECKED, Journey.fact("check", result));
    }

    /** The contract that a run was given, read back from its records with its signature checked. */
    static Contract contract(Run run, RunServices services) {
        return SignedContract.ofJson(run.fact("contract")).check(services.keys().publicKeys(), run.requestedAt());
    }
}
