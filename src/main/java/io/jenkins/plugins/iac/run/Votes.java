package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.ApprovalJson;
import io.jenkins.plugins.iac.approval.ApprovalLedger;
import io.jenkins.plugins.iac.approval.ApprovalRequirements;
import io.jenkins.plugins.iac.approval.ApprovalStatus;
import io.jenkins.plugins.iac.approval.Party;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.approval.VoteCheck;
import io.jenkins.plugins.iac.approval.VotingContext;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Level;
import io.jenkins.plugins.iac.policy.Point;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Votes on a plan: judged before they are recorded, and all of them again whenever the answer matters. */
public final class Votes {
    private final RunServices services;

    public Votes(RunServices services) {
        this.services = services;
    }

    /**
     * Records a vote and, where it decides, takes the run on to {@code approved}, {@code discarded} or {@code expired}. Its
     * comment is kept without the plan's secrets.
     *
     * @throws IacException of kind REFUSED with every condition if the vote does not count; the attempt is recorded
     */
    public Run vote(Run run, Vote cast, ObjectNode caller) {
        Vote vote = services.plans().hidden(run.id(), cast);
        boolean open = run.state() == RunState.AWAITING_APPROVAL || run.isAwaitingOverride() && vote.isReject();
        if (!open) {
            throw refused(
                    run,
                    vote,
                    "a run that is " + run.telling() + " (" + run.meaning() + ")",
                    "a run that is awaiting_approval",
                    run.next(),
                    List.of());
        }
        VotingContext context = context(run);
        List<Condition> conditions = VoteCheck.mayVote(requirements(run), recorded(run), vote, context);
        if (!VoteCheck.passes(conditions)) {
            recordRefused(run, vote, caller, conditions);
            List<Condition> failures =
                    conditions.stream().filter(c -> !c.passed()).toList();
            Condition first = failures.get(0);
            throw refused(
                    run, vote, first.rule() + " is " + first.found(), first.expected(), first.message(), failures);
        }
        ObjectNode record = ApprovalJson.write(vote);
        SignedVote.sign(run.id(), record, services.keys().current());
        record.set("recordedBy", caller);
        return settle(services.book().vote(run, record));
    }

    /** Takes a waiting run on if its votes, its overrides, or the time, have decided it. */
    public Run settle(Run run) {
        if (run.isAwaitingOverride()) {
            return settleOverride(run);
        }
        return run.state() == RunState.AWAITING_APPROVAL ? settleApproval(run) : run;
    }

    private Run settleApproval(Run run) {
        ApprovalStatus status = status(run);
        ObjectNode facts = Journey.fact("approval", ApprovalJson.write(status));
        return switch (status.state()) {
            case WAITING -> run;
            case APPROVED -> judged(run, status, facts);
            case REJECTED -> end(run, RunState.DISCARDED, facts);
            case EXPIRED -> end(run, RunState.EXPIRED, facts);
        };
    }

    /** Everybody who has to has approved: the policies of the point approval have the last word. */
    private Run judged(Run run, ApprovalStatus status, ObjectNode facts) {
        Instant now = services.clock().instant();
        PolicyVerdict verdict = approvalPolicies(run, Terms.of(run, services, now), status);
        facts.set("policy", verdict.rows());
        if (!verdict.refuses()) {
            return services.book().step(run, RunState.APPROVED, facts);
        }
        if (!now.isBefore(context(run).deadline())) {
            return end(run, RunState.EXPIRED, facts);
        }
        return told(run, verdict) ? run : services.book().facts(run, facts);
    }

    PolicyVerdict approvalPolicies(Run run, Terms terms, ApprovalStatus status) {
        Facts facts = RunFacts.withApprovers(
                RunFacts.of(
                        run,
                        terms,
                        services.clock().instant(),
                        new Artifacts(services).trusted(run).orElse(null)),
                status);
        return new RunPolicies(services).judge(run, terms, Point.APPROVAL, facts, List.of());
    }

    /** Whether the journal says so already: whoever waits asks every few seconds. */
    private static boolean told(Run run, PolicyVerdict verdict) {
        return signature(run.fact("policy")).equals(signature(verdict.rows()));
    }

    private static Set<String> signature(JsonNode rows) {
        Set<String> all = new HashSet<>();
        rows.forEach(r ->
                all.add(r.path("policy") + " " + r.path("point") + " " + r.path("answer") + " " + r.path("override")));
        return all;
    }

    /** A plan that soft-mandatory policies refuse: goes on when each of them is overridden. */
    private Run settleOverride(Run run) {
        Instant now = services.clock().instant();
        VotingContext context = context(run);
        ApprovalStatus status = status(run);
        if (status.state() == ApprovalStatus.State.REJECTED) {
            return end(run, RunState.POLICY_FAILED, Journey.fact("approval", ApprovalJson.write(status)));
        }
        if (!now.isBefore(context.deadline())) {
            return end(run, RunState.POLICY_FAILED, Json.object());
        }
        Terms terms = Terms.of(run, services, now);
        ArrayNode rows = Json.array();
        boolean free = true;
        Overrides overrides = new Overrides(services);
        for (JsonNode row : run.fact("policy")) {
            ObjectNode copy = row.deepCopy();
            boolean refuses = !row.path("passed").asBoolean()
                    && !row.path("level").asText().equals(Level.ADVISORY.id());
            if (refuses) {
                JsonNode override = overrides.of(run, terms, row.path("policy").asText());
                copy.set("override", override);
                free &= override != null && row.path("level").asText().equals(Level.SOFT_MANDATORY.id());
            }
            rows.add(copy);
        }
        if (!free) {
            return run;
        }
        Run overridden = services.book().step(run, RunState.POLICY_OVERRIDDEN, Journey.fact("policy", rows));
        if (overridden.operation() == Operation.DRIFT) {
            // What drifted is looked at; only a plan of the code may change anything.
            return services.book().step(overridden, RunState.PLAN_ONLY);
        }
        Facts facts = RunFacts.of(
                overridden,
                terms,
                now,
                new Artifacts(services).trusted(overridden).orElse(null));
        return new PlanResults(services).ask(overridden, terms, facts);
    }

    private Run end(Run run, RunState end, ObjectNode facts) {
        Run ended = services.book().step(run, end, facts);
        services.plans().forget(run.id());
        return ended;
    }

    /** Where the approval of a run stands now, by all its votes. */
    public ApprovalStatus status(Run run) {
        Map<Boolean, List<Vote>> votes = run.votes().stream()
                .collect(Collectors.partitioningBy(
                        v -> counts(run, v), Collectors.mapping(ApprovalJson::vote, Collectors.toList())));
        return ApprovalLedger.evaluate(requirements(run), votes.get(true), context(run))
                .alsoRefused(votes.get(false).stream()
                        .map(v -> new ApprovalStatus.Refused(v, SignedVote.unsigned(v)))
                        .toList());
    }

    static ApprovalRequirements requirements(Run run) {
        return run.facts().has("requirements")
                ? ApprovalJson.requirements(run.fact("requirements"))
                : new ApprovalRequirements(List.of());
    }

    private List<Vote> recorded(Run run) {
        return run.votes().stream()
                .filter(v -> counts(run, v))
                .map(ApprovalJson::vote)
                .toList();
    }

    /** Who could write into the journal gets no approval there; what would stop the run is believed. */
    private boolean counts(Run run, JsonNode record) {
        return ApprovalJson.vote(record).isReject()
                || SignedVote.holds(run.id(), record, services.keys().publicKeys());
    }

    private VotingContext context(Run run) {
        return context(run, Terms.of(run, services, services.clock().instant()).environment());
    }

    VotingContext context(Run run, Environment environment) {
        return context(run, environment, askedAt(run));
    }

    /** The same for a question that came up at another time. */
    VotingContext context(Run run, Environment environment, Instant askedAt) {
        Instant now = services.clock().instant();
        return VotingContext.of(
                        environment,
                        Sha256.parse(run.fact("plan").path("digest").asText()),
                        askedAt,
                        now,
                        Party.of(run.source().actor()),
                        Party.of(run.source().author()))
                .acceptUnauthenticated(services.unauthenticatedVotes().countIn(environment))
                .withExpiry(
                        Terms.isBreakGlass(run) && environment.breakGlass() != null
                                ? environment.breakGlass().expiry()
                                : environment.approvalExpiry())
                .withRealm(services.memberships(), services.persons());
    }

    private static Instant askedAt(Run run) {
        if (run.facts().has(Run.AWAITING_OVERRIDE)) {
            return Instant.parse(run.fact(Run.AWAITING_OVERRIDE).asText());
        }
        return run.steps().stream()
                .filter(s -> s.state() == RunState.AWAITING_APPROVAL || s.state() == RunState.APPROVED)
                .map(Run.Step::at)
                .findFirst()
                .orElse(run.changedAt());
    }

    private void recordRefused(Run run, Vote vote, ObjectNode caller, List<Condition> conditions) {
        ObjectNode record = ApprovalJson.write(vote);
        record.set("recordedBy", caller);
        record.set(
                "conditions",
                Json.tree(conditions.stream().filter(c -> !c.passed()).toList()));
        services.book().amend(run.id(), now -> {
            ArrayNode all = now.fact("refusedVotes") instanceof ArrayNode before ? before.deepCopy() : Json.array();
            return Journey.fact("refusedVotes", all.add(record));
        });
    }

    private static IacException refused(
            Run run, Vote vote, String found, String expected, String next, List<Condition> failures) {
        return new IacException(
                IacException.Kind.REFUSED,
                new Problem(
                        "recording the vote of " + vote.user(),
                        "run " + run.id() + ", stack " + run.stackName(),
                        found,
                        expected,
                        next),
                failures,
                null);
    }
}
