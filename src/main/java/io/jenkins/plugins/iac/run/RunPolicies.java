package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.PolicyRule;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Level;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.policy.Policies;
import io.jenkins.plugins.iac.policy.PolicyResult;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Judges a run by today's catalog at one of its points. Nothing is written here: the caller records the verdict before it
 * acts on it. Fail-closed: what cannot be evaluated does not hold.
 */
final class RunPolicies {
    private static final String POLICY = "policy:";
    private final RunServices services;

    RunPolicies(RunServices services) {
        this.services = services;
    }

    /**
     * Judges.
     *
     * @param more results that count beside those of the policies: constraints, external checks
     */
    PolicyVerdict judge(Run run, Terms terms, Point point, Facts facts, List<PolicyResult> more) {
        Catalog catalog = terms.catalog();
        List<PolicyResult> results = new ArrayList<>(more);
        results.addAll(
                new Policies(p -> catalog.condition(p.cel(), Vocabulary.RUN)).judge(point, catalog.policies(), facts));
        Instant now = services.clock().instant();
        Overrides overrides = new Overrides(services);
        List<PolicyVerdict.Row> judged = new ArrayList<>();
        ArrayNode rows = PolicyVerdict.without(run, point.id());
        for (PolicyResult result : results) {
            JsonNode override = result.isOverridable() ? overrides.of(run, terms, result.policy()) : null;
            boolean overridable = result.isOverridable() && terms.environment().overridesTeam() != null;
            boolean timed = asksForTime(catalog, result)
                    || result.policy().equals(DestroyCheck.WINDOW)
                    || point == Point.APPLY && result.policy().startsWith(TaskSteps.PREFIX);
            judged.add(new PolicyVerdict.Row(result, override, timed, overridable));
            rows.add(row(run, result, override, catalog, now));
        }
        return new PolicyVerdict(judged, rows);
    }

    private static boolean asksForTime(Catalog catalog, PolicyResult result) {
        try {
            return catalog.policies().stream()
                    .filter(p -> p.name().equals(result.policy()))
                    .anyMatch(p ->
                            catalog.condition(p.cel(), Vocabulary.RUN).facts().contains(Fact.NOW));
        } catch (RuntimeException e) {
            return false;
        }
    }

    static ObjectNode row(Run run, PolicyResult result, JsonNode override, Catalog catalog, Instant now) {
        ObjectNode row = Json.object()
                .put("policy", result.policy())
                .put("point", result.point().id())
                .put("level", result.level().id())
                .put("passed", result.passed())
                .put("answer", result.answer().id())
                .put("reason", result.reason())
                .put("bundle", catalog.policyBundle().toString())
                .put("at", now.toString());
        row.set("override", override);
        if (result.policy().startsWith(TaskSteps.PREFIX)) {
            row.set("task", TaskSteps.last(run, result.policy()));
        }
        return row;
    }

    /** What admission judged by policies, as rows; its rules stay where they are, in the admission's own record. */
    static ArrayNode admission(Run run, AdmissionDecision decision, Catalog catalog, Instant now) {
        ArrayNode rows = PolicyVerdict.without(run, Point.ADMISSION.id());
        run.fact("policy").forEach(row -> {
            if (row.path("point").asText().equals(Point.ADMISSION.id())
                    && row.path("policy").asText().startsWith(TaskSteps.PREFIX)) {
                rows.add(row);
            }
        });
        Set<String> told = new java.util.HashSet<>();
        for (Condition condition : decision.conditions()) {
            if (condition.rule().startsWith(POLICY) && told.add(condition.rule())) {
                String name = condition.rule().substring(POLICY.length());
                catalog.policies(Point.ADMISSION.id()).stream()
                        .filter(p -> p.name().equals(name))
                        .findFirst()
                        .ifPresent(p -> rows.add(row(run, result(p, condition), null, catalog, now)));
            }
        }
        return rows;
    }

    /** An advisory policy passes admission whatever it says; what it says stands in its message. */
    private static PolicyResult result(PolicyRule policy, Condition condition) {
        boolean holds = condition.passed() && condition.message().isEmpty() && !condition.deferred();
        return new PolicyResult(
                policy.name(),
                Point.ADMISSION,
                Level.of(policy.level()),
                io.jenkins.plugins.iac.model.Tri.of(holds),
                holds ? "" : condition.message() + " (" + condition.found() + ")");
    }
}
