package io.jenkins.plugins.iac.approval;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Tri;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether one vote counts. The same conditions stand before a vote is recorded and when the recorded ones are counted. A
 * reject is judged more mildly: requester, author and whoever approved before may reject, as saying no cannot do harm.
 */
public final class VoteCheck {
    private VoteCheck() {}

    /** Whether all of these hold. */
    public static boolean passes(List<Condition> conditions) {
        return conditions.stream().allMatch(Condition::passed);
    }

    /**
     * Judges a vote that is about to be recorded.
     *
     * @param earlier votes that were recorded before
     * @return every condition, in a fixed order, with both values
     */
    public static List<Condition> mayVote(
            ApprovalRequirements requirements, List<Vote> earlier, Vote vote, VotingContext context) {
        List<Vote> counted = new ArrayList<>();
        for (Vote before : earlier) {
            if (passes(judge(requirements, counted, before, context))) {
                counted.add(before);
            }
        }
        return judge(requirements, counted, vote, context);
    }

    /** Judges a vote, given those that count already. */
    static List<Condition> judge(
            ApprovalRequirements requirements, List<Vote> counted, Vote vote, VotingContext context) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(user(vote));
        conditions.add(Condition.of(
                "vote.authenticated",
                vote.authenticated() || context.acceptUnauthenticated(),
                context.acceptUnauthenticated() ? "any voter" : "an authenticated voter",
                vote.authenticated() ? "authenticated" : "not authenticated",
                "this environment takes votes only from people whom the host has authenticated"));
        conditions.add(Condition.of(
                "vote.digest",
                vote.digest().equals(context.digest()),
                context.digest().toString(),
                vote.digest().toString(),
                "the vote is for another plan; read this one and vote again"));
        conditions.add(time(vote, context));
        if (!vote.isReject()) {
            conditions.add(age(vote, context));
            conditions.add(requester(vote, context));
            conditions.add(author(vote, context));
            conditions.add(once(counted, vote, context));
        }
        conditions.add(team(requirements, vote, context));
        return conditions;
    }

    private static Condition user(Vote vote) {
        String problem = UserIds.problem(vote.user());
        return Condition.of(
                "vote.user",
                problem == null,
                "a user id that looks like no other",
                problem == null ? quote(vote.user()) : problem,
                "log in before voting, by an id that nobody can mistake for another one");
    }

    private static Condition time(Vote vote, VotingContext context) {
        boolean passed = !vote.at().isBefore(context.openedAt())
                && vote.at().isBefore(context.deadline())
                && !vote.at().isAfter(context.now());
        String expected =
                "from " + context.openedAt() + " until " + context.deadline() + ", not after " + context.now();
        return Condition.of(
                "vote.time",
                passed,
                expected,
                vote.at().toString(),
                "the time to vote on this plan is over; plan again");
    }

    private static Condition age(Vote vote, VotingContext context) {
        return Condition.of(
                "vote.age",
                context.now().isBefore(vote.at().plus(context.expiry())),
                "younger than " + context.expiry(),
                "cast at " + vote.at() + ", now " + context.now(),
                "the vote is too old to count; plan again");
    }

    private static Condition requester(Vote vote, VotingContext context) {
        return Condition.of(
                "vote.requester",
                !context.requester().is(vote.user(), context.persons()),
                "somebody other than the requester",
                quote(vote.user()),
                "who asked for the run may not approve it; ask somebody else in the team");
    }

    private static Condition author(Vote vote, VotingContext context) {
        boolean author = context.author().is(vote.user(), context.persons());
        return Condition.of(
                "vote.author",
                !context.excludeAuthor() || !author,
                context.excludeAuthor() ? "somebody other than the author of the change" : "anybody",
                quote(vote.user()),
                "who wrote the change may not approve it in this environment; ask somebody else in the team");
    }

    private static Condition once(List<Vote> counted, Vote vote, VotingContext context) {
        boolean again = counted.stream()
                .anyMatch(v -> !v.isReject() && context.persons().same(v.user(), vote.user()));
        return Condition.of(
                "vote.once",
                !again,
                "one vote of each person",
                again ? "a second vote of " + quote(vote.user()) : "the first",
                "this person's vote is counted already; another person has to vote");
    }

    private static Condition team(ApprovalRequirements requirements, Vote vote, VotingContext context) {
        List<String> teams = requirements.teams();
        Tri member = Tri.NO;
        for (String team : teams) {
            Tri in = context.member(vote, team);
            if (in == Tri.YES) {
                member = Tri.YES;
                break;
            }
            member = in == Tri.NO ? member : Tri.UNKNOWN;
        }
        return Condition.of(
                "vote.team",
                member.isYes(),
                teams.isEmpty() ? "nobody: no team votes here" : "a member of " + String.join(" or ", teams),
                member == Tri.UNKNOWN
                        ? "unknown"
                        : vote.teams().isEmpty()
                                ? "a member of no team"
                                : "a member of " + String.join(", ", vote.teams()),
                "only members of these teams count, administrators included");
    }

    private static String quote(String user) {
        return "'" + user + "'";
    }
}
