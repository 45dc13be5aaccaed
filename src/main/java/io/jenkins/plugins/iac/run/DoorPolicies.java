package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.ApprovalStatus;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Level;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.policy.PolicyResult;
import java.util.ArrayList;
import java.util.List;

/** Policies from the door on: approval and apply before anything is changed, verify afterwards. */
final class DoorPolicies {
    private final RunServices services;
    private final Journey journey;
    private final Votes votes;

    DoorPolicies(RunServices services) {
        this.services = services;
        this.journey = new Journey(services);
        this.votes = new Votes(services);
    }

    /** The policies that the records say stand in the way. */
    static List<Condition> standing(Run run) {
        List<Condition> standing = new ArrayList<>();
        run.fact("policy").forEach(row -> {
            boolean refuses = !row.path("passed").asBoolean()
                    && !row.path("level").asText().equals(Level.ADVISORY.id())
                    && !row.path("override").isObject();
            if (refuses) {
                standing.add(Condition.failed(
                        "policy:" + row.path("policy").asText(),
                        "the " + row.path("level").asText() + " policy holds",
                        row.path("answer").asText("no"),
                        row.path("reason").asText()));
            }
        });
        return standing;
    }

    /** What was overridden when the plan was judged must be so still. */
    private void overrides(Run run, Terms terms) {
        Overrides overrides = new Overrides(services);
        for (JsonNode row : run.fact("policy")) {
            if (row.path("point").asText().equals(Point.PLAN.id())
                    && row.path("override").isObject()
                    && overrides.of(run, terms, row.path("policy").asText()) == null) {
                throw journey.refuse(
                        run,
                        RunState.EXPIRED,
                        "checking the overrides at the door",
                        "an override of " + row.path("policy").asText() + " that no longer counts",
                        "an override that is younger than "
                                + terms.environment().approvalExpiry() + ", by a member of the override team",
                        "plan again",
                        List.of());
            }
        }
    }

    /**
     * Judges the policies of the points approval and apply. One that time or the override team may lift leaves the run in
     * the queue; any other ends it.
     */
    Run judge(Run run, Terms terms) {
        return judge(run, terms, true);
    }

    /** The same before an agent is taken: what only its programs can answer is left to the door. */
    Run judgeQueued(Run run, Terms terms) {
        return judge(run, terms, false);
    }

    private Run judge(Run run, Terms terms, boolean answered) {
        overrides(run, terms);
        ApprovalStatus status = votes.status(run);
        PolicyVerdict approval = votes.approvalPolicies(run, terms, status);
        Run known = services.book().facts(run, approval.fact());
        Facts facts = RunFacts.withApprovers(
                RunFacts.of(
                        known,
                        terms,
                        services.clock().instant(),
                        new Artifacts(services).trusted(known).orElse(null)),
                status);
        PolicyVerdict apply =
                new RunPolicies(services).judge(known, terms, Point.APPLY, facts, beside(known, terms, answered));
        known = services.book().facts(known, apply.fact());
        if (!approval.refuses() && !apply.refuses()) {
            return known;
        }
        List<Condition> failures = new ArrayList<>(approval.failures());
        failures.addAll(apply.failures());
        Condition first = failures.get(0);
        if (approval.mayBeLifted() && apply.mayBeLifted()) {
            if (known.state() == RunState.APPLY_ASSIGNED) {
                services.book().step(known, RunState.APPLY_QUEUED);
            }
            throw ApplySteps.refused(
                    known, first.rule() + " does not hold", first.expected(), first.message(), failures);
        }
        throw journey.refuse(
                known,
                RunState.REFUSED,
                "judging the apply by the policies",
                first.rule() + " does not hold",
                first.expected(),
                first.message(),
                failures);
    }

    /** What counts beside the policies of the point apply. */
    private List<PolicyResult> beside(Run run, Terms terms, boolean answered) {
        List<PolicyResult> more =
                new ArrayList<>(DestroyCheck.window(run, terms, services.clock().instant()));
        TaskSteps checks = new TaskSteps(services);
        checks.results(run, terms, Point.APPLY).stream()
                .filter(result -> answered || !checks.isOnAgent(terms, result))
                .forEach(more::add);
        return more;
    }

    /**
     * Judges the policies of the point verify; their rows go into the facts. Something was changed by now, so that whatever
     * prevents the judgement counts as one that does not hold: the stack is frozen, the run is not left hanging.
     */
    boolean verified(Run run, boolean empty, ObjectNode more) {
        try {
            Terms terms = Terms.of(run, services, services.clock().instant());
            Facts facts = RunFacts.withApprovers(
                            RunFacts.of(
                                    run,
                                    terms,
                                    services.clock().instant(),
                                    new Artifacts(services).trusted(run).orElse(null)),
                            votes.status(run))
                    .with(Fact.VERIFICATION_EMPTY, empty);
            PolicyVerdict verdict = new RunPolicies(services).judge(run, terms, Point.VERIFY, facts, List.of());
            more.set("policy", verdict.rows());
            return !verdict.refuses();
        } catch (RuntimeException e) {
            String why = e instanceof IacException known
                    ? known.problem().found()
                    : e.getClass().getSimpleName();
            more.set(
                    "problem",
                    Json.tree(new Problem(
                            "judging the policies of the point verify",
                            "stack " + run.stackName() + ", run " + run.id(),
                            why,
                            "policies that can be judged",
                            "look at the stack, then unlock it")));
            return false;
        }
    }
}
