package io.jenkins.plugins.iac.approval;

import static io.jenkins.plugins.iac.approval.Votes.BOB;
import static io.jenkins.plugins.iac.approval.Votes.BOTH;
import static io.jenkins.plugins.iac.approval.Votes.CAROL;
import static io.jenkins.plugins.iac.approval.Votes.DAN;
import static io.jenkins.plugins.iac.approval.Votes.DEADLINE;
import static io.jenkins.plugins.iac.approval.Votes.NOW;
import static io.jenkins.plugins.iac.approval.Votes.OPENED;
import static io.jenkins.plugins.iac.approval.Votes.approve;
import static io.jenkins.plugins.iac.approval.Votes.at;
import static io.jenkins.plugins.iac.approval.Votes.check;
import static io.jenkins.plugins.iac.approval.Votes.context;
import static io.jenkins.plugins.iac.approval.Votes.forOtherPlan;
import static io.jenkins.plugins.iac.approval.Votes.need;
import static io.jenkins.plugins.iac.approval.Votes.needAll;
import static io.jenkins.plugins.iac.approval.Votes.needSeparate;
import static io.jenkins.plugins.iac.approval.Votes.reject;
import static io.jenkins.plugins.iac.approval.Votes.unauthenticated;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Tri;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class ApprovalLedgerTest {
    private static final List<Requirement> ONE = List.of(need("owner", 1, "pay"));
    private static final List<Requirement> TWO = List.of(need("owner", 2, "pay"));
    private static final List<Requirement> OWNER_AND_SRE = List.of(need("owner", 1, "pay"), need("sre", 1, "sre"));
    private static final List<Requirement> EITHER = List.of(need("any", 2, "pay", "sre"));
    private static final List<Requirement> EACH = List.of(needAll("each", 1, "pay", "sre"));

    private final VotingContext c = context();

    @Test
    public void evaluate_whoVotes_countsOnlyMembersWhoAreNeitherRequesterNorAuthor() {
        check("a member", "approved", ONE, c, BOB);
        check("a stranger", "waiting vote.team owner 0/1", ONE, c, approve("eve"));
        check("of another team", "waiting vote.team owner 0/1", ONE, c, DAN);
        check("administrator in no team", "waiting vote.team owner 0/1", ONE, c, approve("admin"));
        check("team in other case", "waiting vote.team owner 0/1", ONE, c, approve("eve", "Pay"));
        check("requester", "waiting vote.requester owner 0/1", ONE, c, approve("requester", "pay"));
        check("requester, shouting", "waiting vote.requester owner 0/1", ONE, c, approve("REQUESTER ", "pay"));
        check("author", "waiting vote.author owner 0/1", ONE, c, approve("author", "pay"));
        check("author may", "approved", ONE, context(Party.NOBODY, Party.of("bob"), false), BOB);
        Party aliases = Party.of(List.of("b@example.org", "Bob"));
        check("author's other id", "waiting vote.author owner 0/1", ONE, context(Party.NOBODY, aliases, true), BOB);
        check("not authenticated", "waiting vote.authenticated owner 0/1", ONE, c, unauthenticated(BOB));
        check("not authenticated, taken", "approved", ONE, c.acceptUnauthenticated(true), unauthenticated(BOB));
        for (String looksLike : List.of(
                "ｒequester",
                "bo\u200bb",
                "b\u043eb",
                "bob\u00a0",
                "\u017fam",
                "\ufb01nn",
                "bo\u0308b",
                "\u24d1ob",
                "bob\ud835")) {
            check(looksLike, "waiting vote.user owner 0/1", ONE, c, approve(looksLike, "pay"));
        }
        check("of one alphabet", "approved", ONE, c, approve("\u0431\u043e\u0431", "pay"));
        check("with an accent of its own letter", "approved", ONE, c, approve("b\u00f6b", "pay"));
        check("no user", "waiting vote.user owner 0/1", ONE, c, approve(" ", "pay"));
        check("null user", "waiting vote.user owner 0/1", ONE, c, approve(null, "pay"));
    }

    @Test
    public void evaluate_samePersonOrOtherPlan_countsOnce() {
        check("two people", "approved", TWO, c, BOB, CAROL);
        check("twice by one", "waiting vote.once owner 1/2", TWO, c, BOB, BOB);
        check("twice, other case", "waiting vote.once owner 1/2", TWO, c, BOB, approve("BOB", "pay"));
        VotingContext strict = c.withRealm(Memberships.RECORDED, PersonIds.CASE_SENSITIVE);
        check("realm where case matters", "approved", TWO, strict, BOB, approve("BOB", "pay"));
        check("another digest", "waiting vote.digest owner 0/1", ONE, c, forOtherPlan(BOB));
        check("another digest, then this", "approved vote.digest", ONE, c, forOtherPlan(BOB), BOB);
    }

    @Test
    public void evaluate_time_isFromTheQuestionToItsDeadline() {
        check("before the question", "waiting vote.time owner 0/1", ONE, c, at(BOB, OPENED.minusMillis(1)));
        check("with the question", "approved", ONE, c, at(BOB, OPENED));
        check("future-dated", "waiting vote.time owner 0/1", ONE, c, at(BOB, NOW.plusMillis(1)));
        check("this moment", "approved", ONE, c, at(BOB, NOW));
        check("last moment", "approved", ONE, c.at(DEADLINE), at(BOB, DEADLINE.minusMillis(1)));
        check("at the deadline", "expired vote.time owner 0/1", ONE, c.at(DEADLINE), at(BOB, DEADLINE));
        check("no vote until then", "expired owner 0/1", ONE, c.at(DEADLINE));
        check("young enough at the door", "approved", ONE, c.at(DEADLINE.plusSeconds(59)), BOB);
        check("too old at the door", "expired vote.age owner 0/1", ONE, c.at(DEADLINE.plusSeconds(60)), BOB);
        check("clock jumped back", "waiting vote.time owner 0/1", ONE, c.at(OPENED.minusSeconds(9)), BOB);
    }

    @Test
    public void evaluate_requirements_needDistinctPeopleOfTheirTeams() {
        check("nothing required", "approved", List.of(), c);
        check("no vote yet", "waiting owner 0/1", ONE, c);
        check("one of two requirements", "waiting sre 0/1", OWNER_AND_SRE, c, BOB);
        check("one person in both teams", "approved", OWNER_AND_SRE, c, BOTH);
        check("two people for two", "approved", OWNER_AND_SRE, c, BOB, DAN);
        check("any team, two people", "approved", EITHER, c, BOB, DAN);
        check("any team, one in both", "waiting any 1/2", EITHER, c, BOTH);
        check("all teams, one voted", "waiting each 0/1", EACH, c, BOB);
        check("all teams", "approved", EACH, c, BOB, DAN);
        check("nobody owns it", "waiting vote.team o 0/1", List.of(need("o", 1, "@stack.owner")), c, BOB);
        check("no team at all", "waiting vote.team n 0/1", List.of(need("n", 1)), c, BOB);
        check("no team at all, all", "waiting vote.team n 0/1", List.of(needAll("n", 1)), c, BOB);
        check("count below one", "waiting z 0/1", List.of(need("z", 0, "pay")), c);
    }

    @Test
    public void evaluate_reject_endsTheRunIfItCounts() {
        check("reject", "rejected", ONE, c, BOB, reject(CAROL));
        check("reject, then approve", "rejected", ONE, c, reject(CAROL), BOB);
        check("a change of mind", "rejected", ONE, c, BOB, reject(BOB));
        check("the requester rejects", "rejected owner 0/1", ONE, c, reject(approve("requester", "pay")));
        check("it stays", "rejected owner 0/1", ONE, c.at(DEADLINE.plusSeconds(999)), reject(BOB));
        check("a stranger rejects", "approved vote.team", ONE, c, reject(approve("eve")), BOB);
        check("of another plan", "waiting vote.digest owner 0/1", ONE, c, reject(forOtherPlan(BOB)));
        check("late", "expired vote.time owner 0/1", ONE, c.at(DEADLINE), reject(at(BOB, DEADLINE)));
    }

    @Test
    public void evaluate_unknown_neverHelps() {
        Party known = Party.of("x");
        VotingContext author = context(known, Party.UNKNOWN, true);
        check("unknown author", "waiting owner 1/2", ONE, author, BOB);
        check("unknown author, one more vote", "approved", ONE, author, BOB, CAROL);
        check("unknown author in all teams", "waiting each 1/2 each 1/2", EACH, author, BOB, DAN);
        check("nobody asks for the author", "approved", ONE, context(known, Party.UNKNOWN, false), BOB);
        check("null author", "waiting owner 1/2", ONE, context(known, null, true), BOB);
        check("blank author", "waiting owner 1/2", ONE, context(known, Party.of(" "), true), BOB);
        check("no id of the author", "waiting owner 1/2", ONE, context(known, Party.of(List.of()), true), BOB);
        check("it has no author", "approved", ONE, context(known, Party.NOBODY, true), BOB);
        check("unknown requester", "waiting owner 1/2", ONE, context(Party.UNKNOWN, known, true), BOB);
        check("null requester", "waiting owner 1/2", ONE, context(null, known, true), BOB);
        check("a timer asked", "approved", ONE, context(Party.NOBODY, known, true), BOB);
        check("both", "waiting owner 2/3", ONE, context(Party.UNKNOWN, Party.UNKNOWN, true), BOB, CAROL);
        check("unknown membership", "waiting vote.team owner 0/1", ONE, realm((v, t) -> Tri.UNKNOWN), BOB);
        check("realm says nothing", "waiting vote.team owner 0/1", ONE, realm((v, t) -> null), BOB);
        check("realm fails", "waiting vote.team owner 0/1", ONE, realm(ApprovalLedgerTest::fail), BOB);
        Memberships left = Memberships.RECORDED.and((v, t) -> Tri.NO);
        check("left the team since", "waiting vote.team owner 0/1", ONE, realm(left), BOB);
    }

    @Test
    public void evaluate_separate_needsPeopleWhomNothingElseNeeds() {
        List<Requirement> second = List.of(need("owner", 1, "pay"), needSeparate("second", 1, "pay", "sre"));
        check("nobody", "waiting owner 0/1 second 0/1", second, c);
        check("the owner's vote is needed", "waiting second 0/1", second, c, BOB);
        check("a second person", "approved", second, c, BOB, CAROL);
        check("of the other team", "approved", second, c, BOB, DAN);
        check("nothing but the second", "waiting owner 0/1", second, c, DAN);
        List<Requirement> two = List.of(need("owner", 1, "pay"), needSeparate("two", 2, "pay", "sre"));
        check("one of two", "waiting two 1/2", two, c, BOB, CAROL);
        check("two of two", "approved", two, c, BOB, CAROL, DAN);
        List<Requirement> each = List.of(needAll("each", 1, "pay", "sre"), needSeparate("second", 1, "pay", "sre"));
        check("either could be spared, but not both", "waiting each 0/1 second 0/1", each, c, BOB);
        check("in whichever team", "approved", each, c, BOB, DAN, approve("erin", "sre"));
    }

    @Test
    public void evaluate_separateWithUnknownPeople_needsOneMoreForEach() {
        List<Requirement> second = List.of(need("owner", 1, "pay"), needSeparate("second", 1, "sre"));
        Vote erin = approve("erin", "sre");
        VotingContext requester = context(Party.UNKNOWN, Party.of("x"), true);
        check("one operator may be the requester", "waiting second 1/2", second, requester, BOB, CAROL, DAN);
        check("one of two is somebody else", "approved", second, requester, BOB, CAROL, DAN, erin);
        VotingContext both = context(Party.UNKNOWN, Party.UNKNOWN, true);
        check("two may be", "waiting owner 2/3 second 2/3", second, both, BOB, CAROL, DAN, erin);
    }

    private VotingContext realm(Memberships memberships) {
        return c.withRealm(memberships, PersonIds.CASE_INSENSITIVE);
    }

    private static Tri fail(Vote vote, String team) {
        throw new IllegalStateException("the directory does not answer");
    }

    @Test
    public void evaluate_countedVote_saysForWhichRequirements() {
        ApprovalStatus status = ApprovalLedger.evaluate(new ApprovalRequirements(OWNER_AND_SRE), List.of(BOTH, DAN), c);
        assertEquals(List.of("owner", "sre"), status.counted().get(0).requirements());
        assertEquals(List.of("sre"), status.counted().get(1).requirements());
    }

    @Test
    public void evaluate_missingOfAllTeams_namesTheTeamThatIsShort() {
        ApprovalStatus status = ApprovalLedger.evaluate(new ApprovalRequirements(EACH), List.of(BOB), c);
        assertEquals(List.of(new ApprovalStatus.Missing("each", 1, 0, List.of("sre"))), status.missing());
    }

    @Test
    public void mayVote_secondVote_failsOnThatAlone() {
        ApprovalRequirements requirements = new ApprovalRequirements(ONE);
        List<Condition> conditions = VoteCheck.mayVote(requirements, List.of(BOB), approve("Bob", "pay"), c);
        assertFalse(VoteCheck.passes(conditions));
        assertEquals(
                List.of("vote.once"),
                conditions.stream()
                        .filter(x -> !x.passed())
                        .map(Condition::rule)
                        .toList());
        assertTrue(
                VoteCheck.passes(VoteCheck.mayVote(requirements, List.of(approve("eve")), approve("eve", "pay"), c)));
    }

    @Test
    public void mayVote_andLedger_neverDisagree() {
        ApprovalRequirements requirements = new ApprovalRequirements(ONE);
        List<Vote> all = List.of(
                approve("eve"),
                BOB,
                approve("BOB", "pay"),
                approve("requester", "pay"),
                reject(approve("author", "pay")),
                forOtherPlan(CAROL));
        List<Vote> allowed = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (VoteCheck.passes(VoteCheck.mayVote(requirements, all.subList(0, i), all.get(i), c))) {
                allowed.add(all.get(i));
            }
        }
        List<Vote> counted = ApprovalLedger.evaluate(requirements, all, c).counted().stream()
                .map(ApprovalStatus.Counted::vote)
                .toList();
        assertEquals(allowed, counted);
        assertEquals(2, counted.size());
    }
}
