package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.approval.ApprovalJson;
import io.jenkins.plugins.iac.approval.ApprovalRequirements;
import io.jenkins.plugins.iac.approval.Requirement;
import io.jenkins.plugins.iac.approval.WhenCondition;
import io.jenkins.plugins.iac.drift.AccessTypes;
import io.jenkins.plugins.iac.drift.DriftClassifier;
import io.jenkins.plugins.iac.drift.DriftReport;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.TaskStage;
import io.jenkins.plugins.iac.plan.DigestPart;
import io.jenkins.plugins.iac.plan.PlanDigest;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.policy.Bounded;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.policy.PolicyResult;
import io.jenkins.plugins.iac.policy.Vocabulary;
import io.jenkins.plugins.iac.runtask.TaskQuestion;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** From the plan that the worker made to the question that people are asked. */
public final class PlanResults {
    /** Reasons that pass with time: the plan may be approved meanwhile, and the door asks again. */
    private static final Set<String> ONLY_TIME = Set.of("environment.freeze", "environment.window");

    /** Name of the fact that says whether the plan was asked for under the backend's lock; without it nothing is applied. */
    static final String LOCK = "planLock";

    private final RunServices services;

    public PlanResults(RunServices services) {
        this.services = services;
    }

    /**
     * Takes the plan in: keeps it encrypted, makes its digest, judges it, and finds out who must approve.
     *
     * @param result what the worker answered
     * @param plan the saved plan's bytes
     * @param secrets the plan's secrets as {@link io.jenkins.plugins.iac.plan.SecretsFile} has them, kept as the plan is; null
     *     where a worker of an older version left none
     * @return the run as {@code no_changes}, {@code policy_failed}, {@code planned} where an override or {@link #questions answers of
     *     the agent} are awaited, {@code plan_only},
     *     {@code awaiting_approval} or {@code approved}
     */
    public Run planned(Run run, JsonNode result, InputStream plan, InputStream secrets) {
        PlanSummary summary = Json.read(result.path("summary"), PlanSummary.class);
        Terms terms = Terms.of(run, services, services.clock().instant());
        PlanDigest digest = digest(run, terms, result.path("measured"));
        ObjectNode facts = planFacts(run, digest, summary, result);
        ObjectNode found = Journey.fact("plan", facts);
        if (run.operation() == Operation.DRIFT) {
            found.set("drift", drift(terms, summary).json());
        }
        Run known = services.book().facts(run, found);
        if (!result.path("hasChanges").asBoolean()) {
            Run unchanged = services.book().step(known, RunState.NO_CHANGES);
            new Artifacts(services).planned(unchanged, summary);
            return unchanged;
        }
        services.plans().keep(run.id(), plan);
        if (secrets != null) {
            services.plans().keepSecrets(run.id(), secrets);
        }
        Run kept = services.book().step(known, RunState.PLANNED);
        Run asked = new TaskSteps(services).ask(kept, terms, TaskStage.AFTER_PLAN);
        if (new TaskSteps(services).hasOnAgent(asked, terms, TaskStage.AFTER_PLAN)) {
            new Artifacts(services).planned(asked, summary);
            return asked;
        }
        return judged(asked, terms, summary);
    }

    private Run judged(Run asked, Terms terms, PlanSummary summary) {
        Run judged = judge(asked, terms, summary);
        new Artifacts(services).planned(judged, summary);
        return judged;
    }

    /** What programs of the agent are to be asked about a plan that is {@code planned}; without answers it is not judged. */
    public List<TaskQuestion> questions(Run planned) {
        Terms terms = Terms.of(planned, services, services.clock().instant());
        return new TaskSteps(services).onAgent(planned, terms, TaskStage.AFTER_PLAN);
    }

    /**
     * Takes in what programs of the agent said of the plan, and judges it.
     *
     * @param asked the questions that went there
     * @param found what the worker brought back
     * @return as {@link #planned}
     * @throws IacException of kind TOOL_FAILED if the summary of the plan is not the one that was kept
     */
    public Run answered(Run planned, List<TaskQuestion> asked, JsonNode found) {
        Terms terms = Terms.of(planned, services, services.clock().instant());
        PlanSummary summary = new Artifacts(services)
                .trusted(planned)
                .orElseThrow(() -> IacException.toolFailed(
                        "judging the plan after the external checks",
                        "stack " + planned.stackName() + ", run " + planned.id(),
                        "no summary of the plan, or not the one that was kept",
                        "the summary as it was written",
                        "look at the disk of this machine, then plan again"));
        return judged(
                new TaskSteps(services).answered(planned, terms, TaskStage.AFTER_PLAN, asked, found), terms, summary);
    }

    private PlanDigest digest(Run run, Terms terms, JsonNode measured) {
        ObjectNode parts = (ObjectNode) measured.deepCopy();
        Operation operation = Terms.writing(run);
        parts.put(DigestPart.DIGEST_VERSION.id(), PlanDigest.VERSION);
        parts.put(DigestPart.STACK.id(), run.stackName());
        parts.put(DigestPart.OPERATION.id(), operation.id());
        parts.put(DigestPart.REPOSITORY.id(), run.source().repository());
        parts.put(DigestPart.COMMIT.id(), run.source().commit());
        parts.put(
                DigestPart.VARIABLES.id(),
                terms.variables(services.variablesKey()).toString());
        parts.put(DigestPart.POLICY_BUNDLE.id(), terms.catalog().policyBundle().toString());
        parts.put(DigestPart.APPLY_TERMS.id(), terms.applyTerms(operation).toString());
        return PlanDigest.of(parts);
    }

    private DriftReport drift(Terms terms, PlanSummary summary) {
        return new DriftClassifier(terms.catalog().drift(), AccessTypes::contains)
                .judge(terms.stack().id(), summary.drift(), services.clock().instant());
    }

    private static ObjectNode planFacts(Run run, PlanDigest digest, PlanSummary summary, JsonNode result) {
        ObjectNode facts = Json.object();
        facts.put("digest", digest.digest().toString());
        facts.set("parts", digest.json());
        facts.set("summary", PlanBrief.json(summary));
        facts.put("area", run.fact("checkout").path("area").asText());
        facts.set("warnings", result.path("warnings"));
        facts.set("environmentVariables", result.path("environmentVariables"));
        facts.put("summarySha256", Artifacts.summaryHash(summary).toString());
        return facts;
    }

    private Run judge(Run run, Terms terms, PlanSummary summary) {
        boolean drift = run.operation() == Operation.DRIFT;
        Facts facts = RunFacts.of(run, terms, services.clock().instant(), summary);
        PolicyVerdict verdict = new RunPolicies(services)
                .judge(
                        run,
                        terms,
                        drift ? Point.DRIFT : Point.PLAN,
                        facts,
                        drift ? List.of() : beside(run, terms, summary));
        boolean mayApply = mayApply(run, terms) && isLocked(run);
        ObjectNode known = verdict.fact();
        if (mayApply) {
            known.set("requirements", ApprovalJson.write(requirements(run, terms, facts)));
            SignedQuestion.sign(run, known, services.keys().current());
        }
        if (verdict.refuses()) {
            boolean liftable = (mayApply || drift)
                    && verdict.onlyOverridable()
                    && terms.environment().overridesTeam() != null;
            if (liftable) {
                known.put(Run.AWAITING_OVERRIDE, services.clock().instant().toString());
                Run waiting = services.book().facts(run, known);
                if (drift) {
                    services.plans().forgetPlan(run.id());
                }
                return waiting;
            }
            return withoutPlan(services.book().step(run, RunState.POLICY_FAILED, known));
        }
        Run checked = services.book().step(run, RunState.POLICY_CHECKED, known);
        if (mayApply) {
            return ask(checked, terms, facts);
        }
        // What drifted is looked at; only a plan of the code may change anything.
        ObjectNode why = drift
                ? Json.object()
                : Journey.fact("applyRefused", terms.apply().toJson());
        return withoutPlan(services.book().step(checked, RunState.PLAN_ONLY, why));
    }

    /** The record that nobody will apply it is there by now. */
    private Run withoutPlan(Run recorded) {
        services.plans().forget(recorded.id());
        return recorded;
    }

    /** What counts beside the policies of the point plan. */
    private List<PolicyResult> beside(Run run, Terms terms, PlanSummary summary) {
        List<PolicyResult> more =
                new ArrayList<>(ConstraintCheck.judge(terms.stack().constraints(), run.operation(), summary));
        more.addAll(DestroyCheck.ticket(run, terms));
        more.addAll(new TaskSteps(services).results(run, terms, Point.PLAN));
        return more;
    }

    private static ApprovalRequirements requirements(Run run, Terms terms, Facts facts) {
        if (terms.emergency()) {
            return BreakGlass.requirements(terms.environment());
        }
        WhenCondition conditions = cel -> Bounded.evaluate(terms.catalog().condition(cel, Vocabulary.RUN), facts)
                .value();
        List<Requirement> all =
                new ArrayList<>(ApprovalRequirements.from(terms.environment(), terms.stack(), conditions)
                        .list());
        all.addAll(DestroyCheck.requirements(run, terms, conditions));
        return new ApprovalRequirements(all);
    }

    /** Asks people; where nobody has to approve and no policy of the point approval stands in the way, it is approved. */
    Run ask(Run checked, Terms terms, Facts facts) {
        if (!Votes.requirements(checked).isEmpty()) {
            return services.book().step(checked, RunState.AWAITING_APPROVAL);
        }
        PolicyVerdict verdict = new RunPolicies(services)
                .judge(
                        checked,
                        terms,
                        Point.APPROVAL,
                        facts.with(Fact.APPROVERS, List.of()).with(Fact.APPROVER_TEAMS, List.of()),
                        List.of());
        return services.book()
                .step(checked, verdict.refuses() ? RunState.AWAITING_APPROVAL : RunState.APPROVED, verdict.fact());
    }

    /** Whether something of the run's plan may ever be applied, as far as is known now. */
    static boolean mayApply(Run run, Terms terms) {
        return run.operation() != Operation.DRIFT && !PlanDuty.isPlanOnly(run) && mayEverApply(terms.apply());
    }

    /** Whether the plan was made under the backend's lock, as every one was before there was a record of it. */
    static boolean isLocked(Run run) {
        JsonNode lock = run.fact(LOCK);
        return lock.isMissingNode() || lock.isBoolean() && lock.booleanValue();
    }

    /** Whether what is refused now, if anything, is refused because of the time alone. */
    static boolean mayEverApply(AdmissionDecision apply) {
        return apply.admitted()
                || apply.failures().stream().map(Condition::rule).allMatch(ONLY_TIME::contains);
    }
}
