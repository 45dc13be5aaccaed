package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.ApprovalJson;
import io.jenkins.plugins.iac.approval.ApprovalLedger;
import io.jenkins.plugins.iac.approval.ApprovalRequirements;
import io.jenkins.plugins.iac.approval.ApprovalStatus;
import io.jenkins.plugins.iac.approval.Requirement;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.approval.VoteCheck;
import io.jenkins.plugins.iac.approval.VotingContext;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Tri;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Overrides of soft-mandatory policies: one person of the environment's override team says for one digest why one policy
 * may be passed over. Judged by the rules of votes, before it is recorded and each time it matters: the requester, an
 * excluded author, a stranger and an administrator in no team override nothing, and an override expires as a vote does.
 */
public final class Overrides {
    private static final String FACT = "overrides";
    private static final String REQUIREMENT = "override";
    /** States in which a policy may stand in the way of a run that waits. */
    private static final Set<RunState> OPEN =
            Set.of(RunState.AWAITING_APPROVAL, RunState.APPROVED, RunState.APPLY_QUEUED);

    private final RunServices services;

    public Overrides(RunServices services) {
        this.services = services;
    }

    /**
     * Records an override and takes the run on if nothing stands in its way any more.
     *
     * @param cast an approval of the run's digest; its comment is the reason, kept without the plan's secrets
     * @param caller whom the host saw, for the evidence
     * @throws IacException of kind REFUSED with every condition if it does not count; the attempt is recorded. BAD_INPUT
     *     without a reason
     */
    public Run override(Run run, String policy, Vote cast, ObjectNode caller) {
        Vote vote = services.plans().hidden(run.id(), cast);
        if (vote.comment().isBlank()) {
            throw IacException.badInput(
                    "overriding the policy " + policy,
                    where(run),
                    "no reason",
                    "a reason, which is kept as evidence",
                    "say why the policy may be passed over");
        }
        Terms terms = Terms.of(run, services, services.clock().instant());
        List<Condition> conditions = conditions(run, terms, policy, vote);
        List<Condition> failures = conditions.stream().filter(c -> !c.passed()).toList();
        if (VerifyOverride.concerns(run) && isCounted(failures)) {
            // Said once already and the stack is frozen still: something came in between.
            return VerifyOverride.settle(run, terms, services, vote, caller);
        }
        run = services.book().amend(run.id(), now -> {
            ArrayNode all = now.fact(FACT) instanceof ArrayNode before ? before.deepCopy() : Json.array();
            return Journey.fact(FACT, all.add(record(now.id(), policy, vote, caller, conditions)));
        });
        if (!failures.isEmpty()) {
            throw refused(run, "overriding the policy " + policy + " by " + vote.user(), failures);
        }
        return VerifyOverride.concerns(run)
                ? VerifyOverride.settle(run, terms, services, vote, caller)
                : new Votes(services).settle(run);
    }

    private static boolean isCounted(List<Condition> failures) {
        return failures.size() == 1 && failures.get(0).rule().equals("vote.once");
    }

    static IacException refused(Run run, String doing, List<Condition> failures) {
        Condition first = failures.get(0);
        return new IacException(
                IacException.Kind.REFUSED,
                new Problem(
                        doing, where(run), first.rule() + " is " + first.found(), first.expected(), first.message()),
                failures,
                null);
    }

    private List<Condition> conditions(Run run, Terms terms, String policy, Vote vote) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(Condition.of(
                "override.state",
                run.isAwaitingOverride() || OPEN.contains(run.state()) || VerifyOverride.concerns(run),
                "a run that waits, or whose stack a policy keeps frozen",
                run.telling().id(),
                run.next()));
        JsonNode row = Json.object();
        for (JsonNode one : run.fact("policy")) {
            if (one.path("policy").asText().equals(policy)
                    && !one.path("passed").asBoolean()) {
                row = one;
            }
        }
        boolean soft = row.path("level").asText().equals("soft-mandatory");
        conditions.add(Condition.of(
                "override.policy",
                soft,
                "a soft-mandatory policy that does not hold",
                row.isEmpty() ? "no failed policy " + policy : row.path("level").asText(),
                "only a soft-mandatory policy can be overridden; mend the code or the catalog"));
        if (VerifyOverride.concerns(run)) {
            conditions.addAll(VerifyOverride.conditions(run, services));
        }
        String team = terms.environment().overridesTeam();
        conditions.add(Condition.of(
                "override.team",
                team != null,
                "a team that may override in " + terms.environment().name(),
                team == null ? "none" : team,
                "the environment lets nobody override; mend the code"));
        if (VoteCheck.passes(conditions)) {
            conditions.addAll(VoteCheck.mayVote(requirement(team), recorded(run, policy), vote, context(run, terms)));
        }
        return conditions;
    }

    private ObjectNode record(String run, String policy, Vote vote, ObjectNode caller, List<Condition> conditions) {
        ObjectNode record = ApprovalJson.write(vote);
        record.put("policy", policy);
        record.set("recordedBy", caller);
        boolean counts = VoteCheck.passes(conditions);
        if (counts) {
            SignedVote.sign(run, record, services.keys().current());
        }
        record.put("counted", counts);
        record.set(
                "conditions",
                Json.tree(conditions.stream().filter(c -> !c.passed()).toList()));
        return record;
    }

    /** The override of a policy that counts now, as it stands in the results, or null. */
    JsonNode of(Run run, Terms terms, String policy) {
        String team = terms.environment().overridesTeam();
        if (team == null || !run.fact(FACT).isArray()) {
            return null;
        }
        ApprovalStatus status = ApprovalLedger.evaluate(requirement(team), recorded(run, policy), context(run, terms));
        if (!status.isApproved()) {
            return null;
        }
        Vote vote = status.counted().get(0).vote();
        ObjectNode json = Json.object()
                .put("by", vote.user())
                .put("team", team)
                .put("reason", vote.comment())
                .put("at", vote.at().toString())
                .put("authenticated", vote.authenticated());
        return json;
    }

    private List<Vote> recorded(Run run, String policy) {
        List<Vote> votes = new ArrayList<>();
        run.fact(FACT).forEach(record -> {
            if (record.path("counted").asBoolean()
                    && record.path("policy").asText().equals(policy)
                    && SignedVote.holds(run.id(), record, services.keys().publicKeys())) {
                votes.add(ApprovalJson.vote(record));
            }
        });
        return votes;
    }

    private static ApprovalRequirements requirement(String team) {
        return new ApprovalRequirements(
                List.of(new Requirement(REQUIREMENT, List.of(team), false, 1, "true", Tri.YES)));
    }

    private VotingContext context(Run run, Terms terms) {
        return VerifyOverride.concerns(run)
                ? new Votes(services).context(run, terms.environment(), VerifyOverride.askedAt(run))
                : new Votes(services).context(run, terms.environment());
    }

    private static String where(Run run) {
        return "run " + run.id() + ", stack " + run.stackName();
    }
}
