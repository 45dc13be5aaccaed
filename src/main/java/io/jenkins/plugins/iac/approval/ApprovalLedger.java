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
        List<ApprovalStatus.Missing> missing = shared(requirements, counted, context);
        for (Requirement requirement : requirements.list()) {
            if (requirement.separate() && !hasSeparate(requirement, requirements, counted, missing, context)) {
                missing.add(new ApprovalStatus.Missing(requirement.name(), 1, 0, requirement.teams()));
            }
        }
        return missing;
    }

    /** Whether there is a vote for it without which nothing else would miss more than it does. */
    private static boolean hasSeparate(
            Requirement requirement,
            ApprovalRequirements requirements,
            List<Vote> counted,
            List<ApprovalStatus.Missing> missing,
            VotingContext context) {
        for (Vote vote : counted) {
            if (!vote.isReject() && isInOneOf(requirement.teams(), vote, context)) {
                List<Vote> others = new ArrayList<>(counted);
                others.remove(vote);
                if (missing.containsAll(shared(requirements, others, context))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What is missing of the requirements for which one vote may count together. */
    private static List<ApprovalStatus.Missing> shared(
            ApprovalRequirements requirements, List<Vote> counted, VotingContext context) {
        List<ApprovalStatus.Missing> missing = new ArrayList<>();
        for (Requirement requirement : requirements.list()) {
            if (requirement.separate()) {
                continue;
            }
            int need = requirement.count() + context.extraVotes();
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

    private static void shortOf(
            Requirement requirement,
            int need,
            List<String> teams,
            List<Vote> counted,
            VotingContext context,
            List<ApprovalStatus.Missing> missing) {
        int have = (int) counted.stream()
                .filter(vote -> !vote.isReject() && isInOneOf(teams, vote, context))
                .count();
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
