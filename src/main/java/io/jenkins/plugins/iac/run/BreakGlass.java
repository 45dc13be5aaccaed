package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.ApprovalRequirements;
import io.jenkins.plugins.iac.approval.Requirement;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.BreakGlassRule;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.RunTask;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.TaskStage;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.policy.PolicyResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Emergency runs: an ordinary run in every respect (contract, digest, policies, door, evidence) but on a break-glass pool,
 * approved by the environment's break-glass rule instead of its approvals, let through calendar freezes and windows, told
 * to whoever the rule's alert reaches before anything starts, over when its time is over, and open until somebody reviewed
 * it. A freeze that a person switched on and the stack's lock hold it up like any other.
 */
public final class BreakGlass {
    /** Member of a request, and of {@link Run#fact}, that makes a run an emergency run. */
    public static final String REQUEST = "breakGlass";

    /** Fact of a run that was reviewed; lists ask for it. */
    static final String REVIEW = "breakGlassReview";

    private final RunServices services;

    public BreakGlass(RunServices services) {
        this.services = services;
    }

    /**
     * Details for {@link PlanSteps#request} that ask for an emergency run. The host has checked the permission to ask.
     *
     * @param asked when the person asked: from then on the time runs, however long the run waits before it starts
     * @param expiry time until the apply must have begun, or null for the rule's; never longer than the rule's
     * @throws IacException of kind BAD_INPUT without a reason
     */
    public ObjectNode details(ObjectNode details, String stack, String reason, Instant asked, Duration expiry) {
        if (reason == null || reason.isBlank()) {
            throw IacException.badInput(
                    "asking for a break-glass run",
                    "stack " + stack,
                    "no reason",
                    "a reason, which is told to others and kept as evidence",
                    "say what the emergency is");
        }
        Duration most = rule(stack).map(BreakGlassRule::expiry).orElse(BreakGlassRule.DEFAULT_EXPIRY);
        Duration chosen = expiry == null || expiry.compareTo(most) > 0 ? most : expiry;
        details.putObject(REQUEST)
                .put("reason", reason)
                .put("requestedAt", asked.toString())
                .put("expiresAt", asked.plus(chosen).toString());
        return details;
    }

    /** How today's catalog lets a stack be changed in an emergency; empty where it never is. */
    public Optional<BreakGlassRule> rule(String stack) {
        Catalog catalog = services.admission().get().catalog();
        return catalog.stack(stack)
                .map(Stack::environment)
                .flatMap(catalog::environment)
                .map(Environment::breakGlass);
    }

    static ApprovalRequirements requirements(Environment environment) {
        BreakGlassRule rule = environment.breakGlass();
        if (rule == null) {
            throw IacException.refused(
                    "finding out who must approve a break-glass run",
                    "environment " + environment.name(),
                    "a catalog without a rule for break-glass",
                    "the rule, as it was when the run was asked for",
                    "put it back, or ask for an ordinary run");
        }
        return new ApprovalRequirements(
                List.of(new Requirement("break-glass", rule.teams(), false, rule.count(), "breakGlass", Tri.YES)));
    }

    /** What refuses an admitted request: no rule, or an alert that must be heard and was not. */
    List<Condition> alert(Run run) {
        Terms terms = Terms.of(run, services, services.clock().instant());
        BreakGlassRule rule = terms.environment().breakGlass();
        if (rule == null) {
            return List.of(Condition.failed(
                    "environment.breakGlass",
                    "an environment with a rule for break-glass",
                    terms.environment().name() + " has none",
                    "nobody breaks the glass here; ask for an ordinary run"));
        }
        RunTask task = terms.catalog().runTask(rule.alert()).orElseThrow();
        Run told = new TaskSteps(services).ask(run, terms, TaskStage.BREAK_GLASS, task);
        PolicyResult result = new TaskSteps(services).result(told, task, TaskStage.BREAK_GLASS.id(), Point.ADMISSION);
        ArrayNode rows = Json.array();
        told.fact("policy").forEach(rows::add);
        rows.add(RunPolicies.row(
                told, result, null, terms.catalog(), services.clock().instant()));
        services.book().facts(told, Journey.fact("policy", rows));
        return result.refuses()
                ? List.of(Condition.failed(
                        "breakGlass.alert",
                        "an alert that was heard",
                        result.answer().id(),
                        result.reason()))
                : List.of();
    }

    /** What was asked for an emergency run: reason, from when and until when; a missing node for an ordinary one. */
    public static JsonNode asked(Run run) {
        return run.fact("request").path(REQUEST);
    }

    /** Whether the time of an emergency run is over; false for an ordinary one. */
    static boolean isOver(Run run, Instant now) {
        if (!Terms.isBreakGlass(run)) {
            return false;
        }
        JsonNode until = asked(run).path("expiresAt");
        return !until.isTextual() || !now.isBefore(Instant.parse(until.asText()));
    }

    /** Whether this is an emergency run that was admitted and that nobody has reviewed. */
    public static boolean isReviewOpen(Run run) {
        return Terms.isBreakGlass(run)
                && run.steps().stream().anyMatch(s -> s.state() == RunState.ADMITTED)
                && !run.facts().has(REVIEW);
    }

    /** {@code review open}, {@code reviewed}, or {@code not admitted} for a request that came to nothing. */
    static String standing(Run run) {
        return isReviewOpen(run) ? "review open" : run.facts().has(REVIEW) ? "reviewed" : "not admitted";
    }

    /** The emergency runs that wait for their review, oldest first. */
    public static List<Run> open(Collection<Run> runs) {
        return runs.stream().filter(BreakGlass::isReviewOpen).toList();
    }

    /** The review as it was written, or a missing node. */
    public static JsonNode review(Run run) {
        return run.fact(REVIEW);
    }

    /**
     * Writes the review of an emergency run that is over, and seals it as a record of its own.
     *
     * @param teams teams of the reviewer
     * @param authenticated whether the host knows that it is them
     * @param caller whom the host saw
     * @return the envelope's file
     * @throws IacException of kind BAD_INPUT without a text, REFUSED where there is nothing to review, the run is not over,
     *     or this person may not review it
     */
    public Path review(
            Run run, String by, SortedSet<String> teams, boolean authenticated, ObjectNode caller, String text) {
        if (text == null || text.isBlank()) {
            throw IacException.badInput(
                    "reviewing a break-glass run",
                    "run " + run.id(),
                    "no text",
                    "what happened, whether it was needed, and what follows from it",
                    "write the review");
        }
        List<Condition> failures = conditions(run, by, teams, authenticated).stream()
                .filter(c -> !c.passed())
                .toList();
        if (!failures.isEmpty()) {
            Condition first = failures.get(0);
            throw new IacException(
                    IacException.Kind.REFUSED,
                    new Problem(
                            "reviewing a break-glass run",
                            "run " + run.id() + ", stack " + run.stackName(),
                            first.rule() + " is " + first.found(),
                            first.expected(),
                            first.message()),
                    failures,
                    null);
        }
        ReviewRecord record = new ReviewRecord(services);
        ReviewRecord.Sealed sealed = record.seal(run, by, authenticated, caller, text);
        ObjectNode facts = Json.object();
        facts.putObject(REVIEW)
                .put("by", by)
                .put("at", sealed.at().toString())
                .put("authenticated", authenticated)
                .put("text", text)
                .put("record", sealed.id())
                .put("evidence", sealed.evidence().toString());
        services.book().facts(run, facts);
        return sealed.evidence();
    }

    private List<Condition> conditions(Run run, String by, SortedSet<String> teams, boolean authenticated) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(Condition.of(
                "review.open",
                isReviewOpen(run),
                "a break-glass run without a review",
                Terms.isBreakGlass(run) ? "one that has a review, or was never admitted" : "an ordinary run",
                "list the open reviews with 'runs'"));
        conditions.add(Condition.of(
                "review.over",
                run.end() != null,
                "a run that is over",
                run.state().id(),
                "wait for its end, or reject it"));
        Environment environment = services.admission()
                .get()
                .catalog()
                .stack(run.stackName())
                .map(Stack::environment)
                .flatMap(services.admission().get().catalog()::environment)
                .orElse(null);
        boolean accept = environment == null || services.unauthenticatedVotes().countIn(environment);
        conditions.add(Condition.of(
                "review.authenticated",
                authenticated || accept,
                "somebody whom the host has authenticated",
                authenticated ? "authenticated" : "not authenticated",
                "log in"));
        conditions.add(Condition.of(
                "review.requester",
                run.source().actor() == null
                        || !services.persons().same(run.source().actor(), by),
                "somebody other than the requester",
                "'" + by + "'",
                "who broke the glass does not review it"));
        List<String> reviewers =
                rule(run.stackName()).map(BreakGlassRule::reviewers).orElse(List.of());
        conditions.add(Condition.of(
                "review.team",
                reviewers.stream().anyMatch(teams::contains),
                "a member of " + String.join(" or ", reviewers),
                teams.isEmpty() ? "a member of no team" : "a member of " + String.join(", ", teams),
                "ask somebody of these teams"));
        return conditions;
    }
}
