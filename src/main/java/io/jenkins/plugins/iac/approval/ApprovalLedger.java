package io.jenkins.plugins.iac.approval;

import io.jenkins.plugins.iac.model.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts votes. A function of its arguments: the same votes in the same order give the same status, today or in an audit.
 * A person's vote counts for every requirement in one of whose teams the person is, and once in each.
 */
public final class ApprovalLedger {
    private ApprovalLedger() {}

    /**
     * Judges all votes.
     *
     * @param votes in the order in which they were recorded
     */
    public static ApprovalStatus evaluate(ApprovalRequirements requirements, List<Vote> votes, VotingContext context) {
        List<Vote> counted = new ArrayList<>();
        List<ApprovalStatus.Refused> refused = new ArrayList<>();
        for (Vote vote : votes) {
            Condition failed = VoteCheck.judge(requirements, counted, vote, context).stream()
                    .filter(condition -> !condition.passed())
                    .findFirst()
                    .orElse(null);
            if (failed == null) {
                counted.add(vote);
            } else {
                refused.add(new ApprovalStatus.Refused(vote, failed));
            }
        }
        List<ApprovalStatus.Missing> missing = missing(requirements, counted, context);
        List<ApprovalStatus.Counted> explained = counted.stream()
                .map(vote -> new ApprovalStatus.Counted(vote, countsFor(requirements, vote, context)))
                .toList();
        return new ApprovalStatus(state(counted, missing, context), explained, refused, missing);
    }

    private static ApprovalStatus.State state(
            List<Vote> counted, List<ApprovalStatus.Missing> missing, VotingContext context) {
        if (counted.stream().anyMatch(Vote::isReject)) {
            return ApprovalStatus.State.REJECTED;
        }
        if (missing.isEmpty()) {
            return ApprovalStatus.State.APPROVED;
        }
        boolean over = !context.now().isBefore(context.deadline());
        return over ? ApprovalStatus.State.EXPIRED : ApprovalStatus.State.WAITING;
    }

    private static List<ApprovalStatus.Missing> missing(
            ApprovalRequirements requirements, List<Vote> counted, VotingContext context) {
        List<ApprovalStatus.Missing> shared = shared(requirements, counted, context);
        List<ApprovalStatus.Missing> missing = new ArrayList<>(shared);
        for (Requirement requirement : requirements.list()) {
            if (requirement.separate()) {
                int need = need(requirement, context);
                List<Vote> own = votesOf(requirement.teams(), counted, context);
                int have = spare(requirements, own, counted, shared, need, context);
                if (have < need) {
                    missing.add(new ApprovalStatus.Missing(requirement.name(), need, have, requirement.teams()));
                }
            }
        }
        return missing;
    }

    /** How many of these votes, but not more than asked for, are at once such that nothing else would miss them. */
    private static int spare(
            ApprovalRequirements requirements,
            List<Vote> candidates,
            List<Vote> votes,
            List<ApprovalStatus.Missing> missing,
            int most,
            VotingContext context) {
        int best = 0;
        for (int i = 0; i < candidates.size() && best < most; i++) {
            List<Vote> others = new ArrayList<>(votes);
            others.remove(candidates.get(i));
            if (missing.containsAll(shared(requirements, others, context))) {
                List<Vote> rest = candidates.subList(i + 1, candidates.size());
                best = Math.max(best, 1 + spare(requirements, rest, others, missing, most - 1, context));
            }
        }
        return best;
    }

    /** What is missing of the requirements for which one vote may count together. */
    private static List<ApprovalStatus.Missing> shared(
            ApprovalRequirements requirements, List<Vote> counted, VotingContext context) {
        List<ApprovalStatus.Missing> missing = new ArrayList<>();
        for (Requirement requirement : requirements.list()) {
            if (requirement.separate()) {
                continue;
            }
            int need = need(requirement, context);
            if (requirement.allTeams() && !requirement.teams().isEmpty()) {
                requirement
                        .teams()
                        .forEach(team -> shortOf(requirement, need, List.of(team), counted, context, missing));
            } else {
                shortOf(requirement, need, requirement.teams(), counted, context, missing);
            }
        }
        return missing;
    }

    private static int need(Requirement requirement, VotingContext context) {
        return requirement.count() + context.extraVotes();
    }

    private static List<Vote> votesOf(List<String> teams, List<Vote> counted, VotingContext context) {
        return counted.stream()
                .filter(vote -> !vote.isReject() && isInOneOf(teams, vote, context))
                .toList();
    }

    private static void shortOf(
            Requirement requirement,
            int need,
            List<String> teams,
            List<Vote> counted,
            VotingContext context,
            List<ApprovalStatus.Missing> missing) {
        int have = votesOf(teams, counted, context).size();
        if (have < need) {
            missing.add(new ApprovalStatus.Missing(requirement.name(), need, have, teams));
        }
    }

    private static List<String> countsFor(ApprovalRequirements requirements, Vote vote, VotingContext context) {
        return vote.isReject()
                ? List.of()
                : requirements.list().stream()
                        .filter(requirement -> isInOneOf(requirement.teams(), vote, context))
                        .map(Requirement::name)
                        .toList();
    }

    private static boolean isInOneOf(List<String> teams, Vote vote, VotingContext context) {
        return teams.stream().anyMatch(team -> context.member(vote, team).isYes());
    }
}
