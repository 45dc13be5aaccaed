package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.plan.DigestPart;
import io.jenkins.plugins.iac.plan.PlanDigest;
import java.util.List;

/**
 * Whether what is about to be applied is what was approved: the parts of the digest that need no credential are compared
 * here, before there is one; the others (lineage, serial, backend) by the worker, right before the tool starts.
 */
final class DoorDigest {
    private static final String NO_COMMIT = "files that no commit vouches for";
    private final RunServices services;
    private final Journey journey;

    DoorDigest(RunServices services) {
        this.services = services;
        this.journey = new Journey(services);
    }

    /** The worker found parts that differ and started nothing; the run ends as {@code refused}. */
    IacException measuredOtherwise(Run run, JsonNode result) {
        return mismatch(run, differing(run, result));
    }

    /**
     * Compares what was approved with what is there now, part by part.
     *
     * @param planFile checksum of the saved plan as it was restored for this apply
     * @throws IacException of kind REFUSED naming each part that differs; the run has ended then
     */
    void compare(Run run, Terms terms, JsonNode prepared, Sha256 planFile) {
        PlanDigest now = found(run, terms, prepared, planFile);
        PlanDigest approved = PlanDigest.of(run.fact("plan").path("parts"));
        List<Condition> failures = PlanDigest.compare(approved, now).stream()
                .map(m -> Condition.failed(
                        "digest." + m.part().id(), m.approved(), m.now(), "plan again and have the new plan approved"))
                .toList();
        if (!failures.isEmpty()) {
            throw mismatch(run, failures);
        }
    }

    private PlanDigest found(Run run, Terms terms, JsonNode prepared, Sha256 planFile) {
        ObjectNode parts = (ObjectNode) run.fact("plan").path("parts").deepCopy();
        parts.put(DigestPart.STACK.id(), terms.stack().id().value());
        parts.put(DigestPart.OPERATION.id(), Terms.writing(run).id());
        parts.put(DigestPart.REPOSITORY.id(), run.source().repository());
        parts.put(DigestPart.COMMIT.id(), commit(run, prepared));
        parts.put(
                DigestPart.VARIABLES.id(),
                terms.variables(services.variablesKey()).toString());
        parts.put(DigestPart.POLICY_BUNDLE.id(), terms.catalog().policyBundle().toString());
        parts.put(
                DigestPart.APPLY_TERMS.id(),
                terms.applyTerms(Terms.writing(run)).toString());
        parts.put(DigestPart.WORKSPACE.id(), terms.stack().workspace());
        parts.put(DigestPart.PLAN_FILE.id(), planFile.toString());
        for (DigestPart part : List.of(
                DigestPart.SOURCE_TREE,
                DigestPart.WORK_DIR,
                DigestPart.TOOL,
                DigestPart.TOOL_VERSION,
                DigestPart.TOOL_SHA256)) {
            parts.put(part.id(), prepared.path(part.id()).asText());
        }
        return PlanDigest.of(parts);
    }

    /**
     * What the checkout of the apply vouches for. Where the plan's checkout had the commit from git and this one has not, the
     * files alone are no proof of it.
     */
    private static String commit(Run run, JsonNode prepared) {
        String now = prepared.path("commit").asText(null);
        boolean planned = run.fact("checkout").path("commit").isTextual();
        return now == null && planned ? NO_COMMIT : now == null ? run.source().commit() : now;
    }

    private IacException mismatch(Run run, List<Condition> failures) {
        Condition first = failures.get(0);
        String part = first.rule().substring("digest.".length());
        return journey.refuse(
                run,
                RunState.REFUSED,
                "comparing the plan with the approved one",
                part + ": approved " + first.expected() + ", now " + first.found(),
                "the very plan that was approved, still fresh",
                "plan again and have the new plan approved",
                failures);
    }

    private static List<Condition> differing(Run run, JsonNode result) {
        ArrayNode parts = (ArrayNode) result.path("mismatches");
        return parts.valueStream()
                .map(m -> m.path("part").asText())
                .map(part -> Condition.failed(
                        "digest." + part,
                        run.fact("plan").path("parts").path(part).asText("nothing"),
                        result.path("measured").path(part).asText("nothing"),
                        "plan again and have the new plan approved"))
                .toList();
    }
}
