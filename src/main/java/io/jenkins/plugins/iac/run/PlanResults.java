package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.approval.ApprovalJson;
import io.jenkins.plugins.iac.approval.ApprovalRequirements;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.plan.DigestPart;
import io.jenkins.plugins.iac.plan.PlanDigest;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/** From the plan that the worker made to the question that people are asked. */
public final class PlanResults {
    /** Reasons that pass with time: the plan may be approved meanwhile, and the door asks again. */
    private static final Set<String> ONLY_TIME = Set.of("environment.freeze", "environment.window");

    private final RunServices services;

    public PlanResults(RunServices services) {
        this.services = services;
    }

    /**
     * Takes the plan in: keeps it encrypted, makes its digest, judges it, and finds out who must approve.
     *
     * @param result what the worker answered
     * @param plan the saved plan's bytes
     * @return the run as {@code no_changes}, {@code policy_failed}, {@code plan_only}, {@code awaiting_approval} or
     *     {@code approved}
     */
    public Run planned(Run run, JsonNode result, InputStream plan) {
        PlanSummary summary = Json.read(result.path("summary"), PlanSummary.class);
        Terms terms = Terms.of(run, services, services.clock().instant());
        PlanDigest digest = digest(run, terms, result.path("measured"));
        ObjectNode facts = planFacts(run, digest, summary, result);
        Run known = services.book().facts(run, Journey.fact("plan", facts));
        if (!result.path("hasChanges").asBoolean()) {
            Run unchanged = services.book().step(known, RunState.NO_CHANGES);
            new Artifacts(services).planned(unchanged, summary);
            return unchanged;
        }
        services.plans().keep(run.id(), plan);
        Run judged = judge(services.book().step(known, RunState.PLANNED), terms, summary);
        new Artifacts(services).planned(judged, summary);
        return judged;
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

    private static ObjectNode planFacts(Run run, PlanDigest digest, PlanSummary summary, JsonNode result) {
        ObjectNode facts = Json.object();
        facts.put("digest", digest.digest().toString());
        facts.set("parts", digest.json());
        facts.set("summary", PlanBrief.json(summary));
        facts.put("area", run.fact("checkout").path("area").asText());
        facts.set("warnings", result.path("warnings"));
        facts.set("environmentVariables", result.path("environmentVariables"));
        return facts;
    }

    private Run judge(Run run, Terms terms, PlanSummary summary) {
        Facts facts = RunFacts.of(
                run.source(),
                terms.stack(),
                terms.environment(),
                terms.pool(),
                terms.identity(),
                Terms.writing(run).id(),
                services.clock().instant(),
                summary);
        List<PlanPolicy.Result> results =
                PlanPolicy.judge(terms.catalog(), terms.stack().constraints(), run.operation(), summary, facts);
        ArrayNode policy = PlanPolicy.json(results);
        if (results.stream().anyMatch(PlanPolicy.Result::refuses)) {
            services.plans().forget(run.id());
            return services.book().step(run, RunState.POLICY_FAILED, Journey.fact("policy", policy));
        }
        Run checked = services.book().step(run, RunState.POLICY_CHECKED, Journey.fact("policy", policy));
        if (run.operation() == Operation.DRIFT) {
            // What drifted is looked at; only a plan of the code may change anything.
            services.plans().forget(run.id());
            return services.book().step(checked, RunState.PLAN_ONLY);
        }
        if (!mayEverApply(terms.apply())) {
            services.plans().forget(run.id());
            return services.book()
                    .step(
                            checked,
                            RunState.PLAN_ONLY,
                            Journey.fact("applyRefused", terms.apply().toJson()));
        }
        ApprovalRequirements requirements =
                ApprovalRequirements.from(terms.environment(), terms.stack(), cel -> terms.catalog()
                        .condition(cel, Vocabulary.RUN)
                        .test(facts));
        return services.book()
                .step(
                        checked,
                        requirements.isEmpty() ? RunState.APPROVED : RunState.AWAITING_APPROVAL,
                        Journey.fact("requirements", ApprovalJson.write(requirements)));
    }

    private static boolean mayEverApply(AdmissionDecision apply) {
        return apply.admitted()
                || apply.failures().stream().map(Condition::rule).allMatch(ONLY_TIME::contains);
    }
}
